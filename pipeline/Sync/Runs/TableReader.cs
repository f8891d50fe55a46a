using System.Runtime.CompilerServices;
using ContactSync.DuckDb;
using ContactSync.Transforms.Model;

namespace ContactSync.Runs;

/// <summary>Reads a query as batches of one schema: column i of the query fills column i of the batch. Streams; nothing is allocated a row.</summary>
public static class TableReader
{
    /// <summary>The rows of the query in its order, at most <paramref name="batchRows"/> a batch; whoever is handed a batch releases it.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(
        DuckConnection connection, string query, RecordSchema schema, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(schema);
        await Task.Yield();
        using var result = connection.Query(query, cancellationToken);
        long sequence = 0;
        RecordBatch? batch = null;
        try
        {
            while (result.NextChunk())
            {
                for (var from = 0; from < result.Chunk.RowCount;)
                {
                    batch ??= RecordBatch.Rent(schema, sequence++, batchRows);
                    var count = Math.Min(batchRows - batch.RowCount, result.Chunk.RowCount - from);
                    Copy(result.Chunk, from, count, batch);
                    from += count;
                    if (batch.IsFull)
                    {
                        var full = batch;
                        batch = null;
                        yield return full;
                    }
                }
            }

            if (batch is { RowCount: > 0 })
            {
                var last = batch;
                batch = null;
                yield return last;
            }
        }
        finally
        {
            batch?.Release();
        }
    }

    private static void Copy(DuckChunk chunk, int from, int count, RecordBatch batch)
    {
        for (var row = from; row < from + count; row++)
        {
            for (var column = 0; column < batch.Schema.Columns.Length; column++)
            {
                Copy(chunk, row, column, batch.At(column));
            }

            batch.EndRow();
        }
    }

    private static void Copy(DuckChunk chunk, int row, int column, BatchColumn to)
    {
        switch (to)
        {
            case TextColumn text when chunk.Text(column).TryGet(row, out var bytes):
                text.Append(bytes);
                break;
            case Int64Column instants when chunk.Column<long>(column).Nullable(row) is { } instant:
                instants.Append(instant);
                break;
            default:
                to.AppendNull();
                break;
        }
    }
}
