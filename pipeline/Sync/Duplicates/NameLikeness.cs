using System.Text;
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

        using var rows = connection.Append(table);
        foreach (var (planRow, orgId, first, last) in ratios)
        {
            rows.Set(0, rows.Row, planRow);
            rows.SetText(1, rows.Row, Encoding.UTF8.GetBytes(orgId));
            rows.Set(2, rows.Row, first);
            rows.Set(3, rows.Row, last);
            rows.EndRow();
        }

        rows.Complete();
    }

    private static int Ratio(DuckChunk chunk, int column, int row) =>
        chunk.Text(column).AsString(row) is { } ours && chunk.Text(column + 1).AsString(row) is { } theirs ? Fuzz.Ratio(ours, theirs) : 0;
}
