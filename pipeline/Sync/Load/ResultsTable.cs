using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Load;

/// <summary>What became of the plan, in rows.</summary>
public sealed record LoadTotals(long Planned, long Succeeded, long Created, long Failed, long Pending, long Moved)
{
    /// <summary>Whether every planned row has one outcome.</summary>
    public bool Balances => Planned == Succeeded + Failed + Pending + Moved;
}

/// <summary>Puts the part files together: one row for each plan row, its last attempt, in the order of the plan.</summary>
internal static class ResultsTable
{
    /// <summary>Writes the staged table <c>results</c> and counts it, for each side. Throws when a plan row has no outcome or two.</summary>
    public static IReadOnlyDictionary<PlanSide, LoadTotals> Write(LoadTables tables, IReadOnlyList<string> parts, string path, CancellationToken cancellationToken)
    {
        using var connection = tables.Connect();
        connection.Execute(
            $"""
            create temp table results (plan_row bigint, slice integer, attempt integer, side varchar, action varchar, record_key varchar, local_key varchar,
                org_id varchar, outcome varchar, created boolean, code varchar, message varchar, fields varchar[], job_id varchar);
            {(parts.Count == 0 ? "" : $"""
            insert into results by name
            select * exclude (turn)
            from (select *, row_number() over (partition by plan_row order by attempt desc) as turn from {tables.Parts(parts)} where outcome <> 'retry')
            where turn = 1;
            """)}
            copy (select * from results order by plan_row) to {DuckSql.Literal(path)} (format parquet, compression zstd);
            """,
            cancellationToken);
        var strays = connection.Scalar<long>($"select count(*) from {tables.Plan} p full join results r using (plan_row) where p.plan_row is null or r.plan_row is null", cancellationToken);
        return strays == 0
            ? Enum.GetValues<PlanSide>().ToDictionary(side => side, side => Count(connection, side))
            : throw new InvalidDataException($"{strays:N0} plan rows have no outcome, or outcomes no plan row; the run does not commit");
    }

    private static LoadTotals Count(DuckConnection connection, PlanSide side)
    {
        using var result = connection.Query(
            $"""
            select count(*), count(*) filter (outcome = 'succeeded'), count(*) filter (created), count(*) filter (outcome = 'failed'),
                count(*) filter (outcome = 'pending'), count(*) filter (outcome = 'moved')
            from results where side = {LoadTables.Word(side)}
            """);
        result.NextChunk();
        var chunk = result.Chunk;
        return new(chunk.Column<long>(0)[0], chunk.Column<long>(1)[0], chunk.Column<long>(2)[0], chunk.Column<long>(3)[0], chunk.Column<long>(4)[0], chunk.Column<long>(5)[0]);
    }

    /// <summary>The part files that hold outcomes.</summary>
    public static IReadOnlyList<string> PartsOf(LoadLedger ledger, IReadOnlyList<Slice> slices) =>
        [.. ledger.Moved.Select(moved => moved.Part), .. slices.SelectMany(slice => ledger.Of(slice.Number).Settled).Select(attempt => attempt.Part)];
}
