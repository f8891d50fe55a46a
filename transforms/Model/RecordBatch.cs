using System.Diagnostics.CodeAnalysis;

namespace ContactSync.Transforms.Model;

/// <summary>
/// Rows of one schema, column by column, in arrays that are used again once the last holder releases the batch: no allocation a row. One
/// writer fills it; after that it is read only and any number of threads may read. Whoever is handed a batch owns one reference and releases
/// it once; a batch that goes to two consumers is retained once more. Access after the last release, and a release too many, throw.
/// </summary>
public sealed class RecordBatch
{
    /// <summary>Rows of a batch unless told otherwise: about 1 MB of text, which fits a core's second-level cache.</summary>
    public const int DefaultRows = 4096;

    /// <summary>Text bytes from which on a batch counts as full whatever its rows, so that huge cells do not make huge batches.</summary>
    public const int FullBytes = 32 << 20;

    private readonly BatchColumn[] _columns;
    private readonly ColumnArrays[] _arrays;
    private readonly RecordSchema _schema;
    private List<Reject>? _rejects;
    private int _rows;
    private int _references = 1;
    private long _textBytes;

    private RecordBatch(RecordSchema schema, long sequence, int capacity, ColumnArrays[] arrays)
    {
        _schema = schema;
        Sequence = sequence;
        Capacity = capacity;
        _arrays = arrays;
        _columns = new BatchColumn[arrays.Length];
        for (var i = 0; i < arrays.Length; i++)
        {
            var column = schema.Columns[i];
            arrays[i].Fit(column.Type, capacity, schema.SlabBytes(i, capacity));
            _columns[i] = column.Type switch
            {
                ColumnType.Timestamp => new Int64Column(column, arrays[i], capacity),
                ColumnType.Hash => new HashColumn(column, arrays[i], capacity),
                _ => new TextColumn(column, arrays[i], capacity),
            };
        }
    }

    /// <summary>The columns.</summary>
    public RecordSchema Schema => _schema;

    /// <summary>The place of the batch in its source, from 0; a step gives its result the sequence of what it was made from.</summary>
    public long Sequence { get; }

    /// <summary>The rows it has room for.</summary>
    public int Capacity { get; }

    /// <summary>The finished rows.</summary>
    public int RowCount
    {
        get
        {
            ThrowIfReleased();
            return _rows;
        }
    }

    /// <summary>Whether to start another batch: no room for a row, or <see cref="FullBytes"/> of text.</summary>
    public bool IsFull => RowCount == Capacity || _textBytes >= FullBytes;

    /// <summary>The records that were dropped on the way here; they ride along so that the books balance.</summary>
    public IReadOnlyList<Reject> Rejects => _rejects ?? (IReadOnlyList<Reject>)[];

    /// <summary>An empty batch that the caller owns, in arrays of a released one where the schema has some.</summary>
    public static RecordBatch Rent(RecordSchema schema, long sequence, int capacityRows = DefaultRows)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityRows, 1);
        if (!schema.Released.TryDequeue(out var arrays))
        {
            arrays = new ColumnArrays[schema.Columns.Length];
            for (var i = 0; i < arrays.Length; i++)
            {
                arrays[i] = new ColumnArrays();
            }
        }

        return new RecordBatch(schema, sequence, capacityRows, arrays);
    }

    /// <summary>The column at that position of the schema; throws <see cref="InvalidCastException"/> where its type is not a text-like one.</summary>
    public TextColumn Text(int column) => (TextColumn)At(column);

    /// <summary>The column at that position of the schema; throws <see cref="InvalidCastException"/> where it is no timestamp.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "Named for how the values are stored.")]
    public Int64Column Int64(int column) => (Int64Column)At(column);

    /// <summary>The column at that position of the schema; throws <see cref="InvalidCastException"/> where it is no hash.</summary>
    public HashColumn Hash(int column) => (HashColumn)At(column);

    /// <summary>The column at that position of the schema, whatever its type.</summary>
    public BatchColumn At(int column)
    {
        ThrowIfReleased();
        return _columns[column];
    }

    /// <summary>Finishes a row; throws <see cref="InvalidOperationException"/> unless each column was given exactly one value.</summary>
    public void EndRow()
    {
        ThrowIfReleased();
        var rows = _rows + 1;
        long bytes = 0;
        foreach (var column in _columns)
        {
            bytes += column.Used;
            if (column.Count != rows)
            {
                ThrowUneven(rows);
            }
        }

        _rows = rows;
        _textBytes = bytes;
        if (rows == Capacity)
        {
            NoteFull();
        }
    }

    /// <summary>Takes back the values given since the last <see cref="EndRow"/>.</summary>
    public void DropRow()
    {
        ThrowIfReleased();
        foreach (var column in _columns)
        {
            column.Truncate(_rows);
        }
    }

    /// <summary>Notes a record that is not among the rows.</summary>
    public void AddReject(Reject reject)
    {
        ThrowIfReleased();
        (_rejects ??= []).Add(reject);
    }

    /// <summary>Takes one more reference and returns the batch.</summary>
    public RecordBatch Retain()
    {
        for (var held = Volatile.Read(ref _references); ;)
        {
            ObjectDisposedException.ThrowIf(held == 0, this);
            var seen = Interlocked.CompareExchange(ref _references, held + 1, held);
            if (seen == held)
            {
                return this;
            }

            held = seen;
        }
    }

    /// <summary>Gives one reference back; the last one gives the arrays to the next batch of the schema.</summary>
    public void Release()
    {
        for (var held = Volatile.Read(ref _references); ;)
        {
            ObjectDisposedException.ThrowIf(held == 0, this);
            var seen = Interlocked.CompareExchange(ref _references, held - 1, held);
            if (seen != held)
            {
                held = seen;
                continue;
            }

            if (held == 1)
            {
                Surrender();
            }

            return;
        }
    }

    private void Surrender()
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Surrender(_arrays[i]);
        }

        _schema.Released.Enqueue(_arrays);
    }

    private void NoteFull()
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            _schema.NoteFull(i, _columns[i].Used, _rows);
        }
    }

    private void ThrowIfReleased() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _references) == 0, this);

    private void ThrowUneven(int rows)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Count != rows)
            {
                throw new InvalidOperationException(
                    $"Row {rows - 1} of '{_schema.Name}' has {_columns[i].Count - rows + 1} values in column '{_schema.Columns[i].Name}' instead of one.");
            }
        }
    }
}
