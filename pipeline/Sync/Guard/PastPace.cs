using ContactSync.DuckDb;

namespace ContactSync.Guard;

/// <summary>Rows a second that the committed runs have loaded, from their own records.</summary>
internal sealed class PastPace(RunSession session)
{
    // Below this a load is all waiting for its one job and tells nothing of a large one.
    private const int LeastRows = 1_000;

    /// <summary>Null where no run has loaded enough to tell.</summary>
    public async Task<double?> ReadAsync(CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var run in session.Chain.Where(r => r.Has("run")))
        {
            files.Add(DuckSql.Literal(await run.TableAsync("run", cancellationToken)));
        }

        if (files.Count == 0)
        {
            return null;
        }

        var pace = session.Scratch.Connection.Scalar<double>(
            $"select coalesce(sum(succeeded) / nullif(sum(load_seconds), 0), 0)::double from read_parquet([{string.Join(", ", files)}], union_by_name = true) where succeeded >= {LeastRows}", cancellationToken);
        return pace > 0 ? pace : null;
    }
}
