using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Load;

/// <summary>What became of the plan, in rows.</summary>
public sealed record LoadTotals(long Planned, long Succeeded, long Created, long Failed, long Pending, long Moved, long Linked)
{
    /// <summary>Whether every planned row has one outcome.</summary>
    public bool Balances => Planned == Succeeded + Failed + Pending + Moved + Linked;
}

/// <summary>Puts the part files together: one row for each plan row, the outcome that no later attempt follows, in the order of the plan.</summary>
internal static class ResultsTable
{
    private const string Empty =
        """
        select null::bigint as plan_row, null::integer as slice, null::integer as attempt, null::varchar as side, null::varchar as action, null::varchar as record_key,
            null::varchar as local_key, null::varchar as org_id, null::varchar as outcome, null::boolean as created, null::varchar as code, null::varchar as message,
            []::varchar[] as fields, null::varchar as job_id
        where false
        """;

    /// <summary>Writes the staged table <c>results</c>, in which rows that <paramref name="lookup"/> linked say so, and counts it, for each side. Throws when a plan row has no outcome or two.</summary>
    public static IReadOnlyDictionary<PlanSide, LoadTotals> Write(LoadTables tables, IReadOnlyList<string> parts, string? lookup, string path, CancellationToken cancellationToken)
    {
        using var connection = tables.Connect();
        var results = $"read_parquet({DuckSql.Literal(path)})";
        var source = parts.Count == 0 ? Empty : $"from {tables.Parts(parts)} where outcome <> 'retry'";
        if (lookup is not null)
        {
            source = $"""
                select r.* replace (case when f.plan_row is null then r.outcome else 'linked' end as outcome, coalesce(f.org_id, r.org_id) as org_id)
                from ({source}) r left join (from {tables.Parts([lookup])} where verdict = 'linked') f using (plan_row)
                """;
        }

        connection.Execute($"copy ({source} order by plan_row) to {DuckSql.Literal(path)} (format parquet, compression zstd)", cancellationToken);
        var strays = connection.Scalar<long>(
            $"select count(*) from (select plan_row, count(*) as n from {results} group by plan_row) r full join {tables.Plan} p using (plan_row) where p.plan_row is null or r.n is distinct from 1",
            cancellationToken);
        return strays == 0
            ? Enum.GetValues<PlanSide>().ToDictionary(side => side, side => Count(connection, results, side))
            : throw new InvalidDataException($"{strays:N0} plan rows do not have one outcome, or outcomes no plan row; the run does not commit");
    }

    private static LoadTotals Count(DuckConnection connection, string results, PlanSide side)
    {
        using var result = connection.Query(
            $"""
            select count(*), count(*) filter (outcome = 'succeeded'), count(*) filter (created), count(*) filter (outcome = 'failed'),
                count(*) filter (outcome = 'pending'), count(*) filter (outcome = 'moved'), count(*) filter (outcome = 'linked')
            from {results} where side = {LoadTables.Word(side)}
            """);
        result.NextChunk();
        var chunk = result.Chunk;
        return new(chunk.Column<long>(0)[0], chunk.Column<long>(1)[0], chunk.Column<long>(2)[0], chunk.Column<long>(3)[0], chunk.Column<long>(4)[0], chunk.Column<long>(5)[0], chunk.Column<long>(6)[0]);
    }

    /// <summary>The part files that hold outcomes.</summary>
    public static IReadOnlyList<string> PartsOf(LoadLedger ledger, IReadOnlyList<Slice> slices) =>
        [.. ledger.Moved.Select(moved => moved.Part), .. slices.SelectMany(slice => ledger.Of(slice.Number).Settled).Select(attempt => attempt.Part)];
}
