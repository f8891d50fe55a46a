using System.Text;
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

    /// <summary>Whether the open batch holds the record with that id.</summary>
    public bool Holds(string id)
    {
        if (_batch is null)
        {
            return false;
        }

        var wanted = Encoding.ASCII.GetBytes(id);
        var ids = _batch.Text(schema.Require(ColumnRole.SideKey));
        for (var row = 0; row < _batch.RowCount; row++)
        {
            if (ids[row].SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Releases what nobody took.</summary>
    public void Drop() => Take()?.Release();

    private RecordBatch? Take()
    {
        var batch = _batch;
        _batch = null;
        return batch;
    }
}
