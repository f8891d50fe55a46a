using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// Reads an upload in internal batches, one ahead: while a batch is being written the next one is parsed and its values
/// are read on another thread. A batch is good until the next one is asked for.
/// </summary>
internal sealed class BatchReader : IAsyncDisposable
{
    private readonly CsvReader _reader;
    private readonly CsvRow _row = new();
    private readonly IngestBatch[] _batches;
    private Task<IngestBatch?> _ahead;
    private int _turn;

    public BatchReader(CsvReader reader, DraftColumn[] columns, int batchRows)
    {
        _reader = reader;
        _batches = [new IngestBatch(columns, batchRows), new IngestBatch(columns, batchRows)];
        _ahead = Task.Run(() => Read(_batches[0]));
    }

    /// <summary>The next batch; null at the end. Throws <see cref="JobFault"/> in the place of the first batch that cannot be read.</summary>
    public async Task<IngestBatch?> NextAsync()
    {
        var batch = await _ahead;
        if (batch is not null)
        {
            _turn = 1 - _turn;
            var other = _batches[_turn];
            _ahead = Task.Run(() => Read(other));
        }
        return batch;
    }

    /// <summary>Ends once nothing is read any more, and the stream below may be closed.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAny(_ahead);

    private IngestBatch? Read(IngestBatch batch)
    {
        batch.Clear();
        while (batch.Rows < batch.Capacity && _reader.Read(_row))
        {
            batch.Add(_row);
        }
        batch.End = _reader.Offset;
        return batch.Rows > 0 ? batch : null;
    }
}
