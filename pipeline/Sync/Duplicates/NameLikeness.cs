using ContactSync.DuckDb;
using FuzzySharp;

namespace ContactSync.Duplicates;

/// <summary>How alike the names of pairs are: FuzzySharp's Ratio of their keys, 0 to 100, where a blank is like nothing.</summary>
internal static class NameLikeness
{
    /// <summary>
    /// Fills <paramref name="table"/> (plan_row, org_id, first_ratio, last_ratio) from <paramref name="pairs"/>, a query for plan row, Contact Id, both first names and
    /// both last names.
    /// </summary>
    public static void Fill(DuckConnection connection, string pairs, string table, CancellationToken cancellationToken)
    {
        var ratios = new List<(long PlanRow, string OrgId, int First, int Last)>();
        using (var result = connection.Query(pairs, cancellationToken))
        {
            while (result.NextChunk())
            {
                var chunk = result.Chunk;
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    ratios.Add((chunk.Column<long>(0)[row], chunk.Text(1).AsString(row)!, Ratio(chunk, 2, row), Ratio(chunk, 4, row)));
                }
            }
        }

        using var insert = connection.Prepare($"insert into {table} values (?, ?, ?, ?)");
        foreach (var (planRow, orgId, first, last) in ratios)
        {
            insert.Bind(1, planRow);
            insert.Bind(2, orgId);
            insert.Bind(3, (long)first);
            insert.Bind(4, (long)last);
            insert.Execute(cancellationToken);
        }
    }

    private static int Ratio(DuckChunk chunk, int column, int row) =>
        chunk.Text(column).AsString(row) is { } ours && chunk.Text(column + 1).AsString(row) is { } theirs ? Fuzz.Ratio(ours, theirs) : 0;
}
