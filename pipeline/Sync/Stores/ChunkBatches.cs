using ContactSync.DuckDb;
using ContactSync.Transforms.Model;

namespace ContactSync.Stores;

/// <summary>Turns a streamed DuckDB result, whose columns are those of a schema in its order, into batches; no object or text a row.</summary>
internal static class ChunkBatches
{
    /// <summary>The result's rows in batches of at most <paramref name="batchRows"/>; the caller releases each.</summary>
    public static IEnumerable<RecordBatch> Read(DuckResult result, RecordSchema schema, int batchRows)
    {
        long sequence = 0;
        RecordBatch? batch = null;
        try
        {
            while (result.NextChunk())
            {
                for (var row = 0; row < result.Chunk.RowCount;)
                {
                    batch ??= RecordBatch.Rent(schema, sequence++, batchRows);
                    row = Fill(batch, result.Chunk, row);
                    if (batch.IsFull)
                    {
                        var full = batch;
                        batch = null;
                        yield return full;
                    }
                }
            }

            if (batch is not null)
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

    /// <summary>Copies rows from <paramref name="from"/> on until the batch is full or the chunk ends; returns the next row.</summary>
    private static int Fill(RecordBatch batch, DuckChunk chunk, int from)
    {
        var row = from;
        for (; row < chunk.RowCount && !batch.IsFull; row++)
        {
            for (var c = 0; c < chunk.ColumnCount; c++)
            {
                if (batch.Schema.Columns[c].Type == ColumnType.Timestamp)
                {
                    batch.Int64(c).Append(chunk.Column<long>(c)[row]);
                }
                else
                {
                    Append(batch.Text(c), chunk.Text(c), row);
                }
            }

            batch.EndRow();
        }

        return row;
    }

    private static void Append(TextColumn to, Utf8Column from, int row)
    {
        if (from.IsNull(row))
        {
            to.AppendNull();
        }
        else
        {
            to.Append(from[row]);
        }
    }
}
