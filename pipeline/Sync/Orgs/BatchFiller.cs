using ContactSync.Transforms.Model;

namespace ContactSync.Orgs;

/// <summary>Hands out the batch to append to and gives it up once it is full. For one reader at a time.</summary>
internal sealed class BatchFiller(RecordSchema schema, int batchRows)
{
    private long _sequence;
    private RecordBatch? _batch;

    /// <summary>The batch that takes the next row.</summary>
    public RecordBatch Open() => _batch ??= RecordBatch.Rent(schema, _sequence++, batchRows);

    /// <summary>The batch if it is full; it is the caller's then.</summary>
    public RecordBatch? Full() => _batch is { IsFull: true } ? Take() : null;

    /// <summary>The last, partly filled batch, if there is one; it is the caller's then.</summary>
    public RecordBatch? Last() => _batch is { RowCount: > 0 } ? Take() : null;

    /// <summary>The batch that rows were appended to last, still this filler's; null when there is none.</summary>
    public RecordBatch? Current => _batch;

    /// <summary>Releases what nobody took.</summary>
    public void Drop() => Take()?.Release();

    private RecordBatch? Take()
    {
        var batch = _batch;
        _batch = null;
        return batch;
    }
}
