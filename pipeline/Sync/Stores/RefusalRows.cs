using ContactSync.DuckDb;

namespace ContactSync.Stores;

/// <summary>Reads what the rules refused, in the order of the writes.</summary>
internal static class RefusalRows
{
    public static List<(long N, string Code, string Message)> Read(DuckConnection connection, Func<long, string> write, CancellationToken cancellationToken)
    {
        var refusals = new List<(long, string, string)>();
        using var result = connection.Query(WriteRules.Refusals, cancellationToken);
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                var code = result.Chunk.Text(1).AsString(row)!;
                refusals.Add((result.Chunk.Column<long>(0)[row], code, RefusalText.Of(code, result.Chunk.Text(2).AsString(row), write)));
            }
        }
        return refusals;
    }
}
