using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Reconcile;

/// <summary>Counts the books from the tables of a run; <paramref name="connection"/> sees <c>unusable</c>, <c>outcomes</c>, <c>planned</c>, <c>scope</c> and, after the load, <c>results</c>.</summary>
public sealed class BookKeeper(DuckConnection connection)
{
    /// <summary>The books of what was extracted; rejected records are counted by who rejected them.</summary>
    public SideBooks OfSide(string side, long extracted, long rejected)
    {
        long Count(string outcome) => Scalar($"select count(*) from outcomes where side = '{side}' and outcome = '{outcome}'");
        return new SideBooks(
            side, extracted, rejected, Count("skipped"), Count("review"), Count("planned"), Count("unchanged"), Reasons(side, "skipped"), Reasons(side, "review"));
    }

    /// <summary>The books of what was planned for one side, and where <paramref name="loaded"/> how it ended.</summary>
    public TargetBooks OfTarget(string side, bool loaded)
    {
        var rows = Scalar($"select count(*) from planned where side = '{side}'");
        var carried = Scalar($"select count(*) from planned p join scope c using (record_key) where p.side = '{side}' and c.hold = 'pending'");
        long Action(string action) => Scalar($"select count(*) from planned where side = '{side}' and action = '{action}'");
        long Outcome(string outcome) => loaded ? Scalar($"select count(*) from results where side = '{side}' and outcome = '{outcome}'") : 0;
        return new TargetBooks(
            side, rows - carried, carried, Action("create"), Action("update"), Action("link"),
            Outcome("succeeded"), Outcome("failed"), Outcome("pending"), Outcome("moved"), Outcome("linked"), loaded);
    }

    /// <summary>Values that could not be used, by field. Their records have an outcome like any other, so no equation counts them.</summary>
    public IReadOnlyList<ReasonCount> Unusable() => Counts("select field, count(*) from unusable group by field order by 2 desc, 1");

    /// <summary>What runs of changes have missed, by likely cause; nothing unless the run read everything.</summary>
    public IReadOnlyList<ReasonCount> Drift() => Counts("select cause, count(*) from drift group by cause order by 2 desc, 1");

    private List<ReasonCount> Reasons(string side, string outcome) =>
        Counts($"select reason, count(*) from outcomes where side = '{side}' and outcome = '{outcome}' group by reason order by 2 desc, 1");

    private List<ReasonCount> Counts(string sql)
    {
        using var result = connection.Query(sql);
        var reasons = new List<ReasonCount>();
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                reasons.Add(new ReasonCount(result.Chunk.Text(0).AsString(row) ?? "", result.Chunk.Column<long>(1)[row]));
            }
        }

        return reasons;
    }

    private long Scalar(string sql) => connection.Scalar<long>(sql);
}
