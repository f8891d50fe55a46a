using System.Text;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// The rows of one internal batch, their values already read into stored form. A value that could not be read stays as
/// sent and its row carries the error. The arrays serve batch after batch.
/// </summary>
internal sealed class IngestBatch
{
    private const int LongestField = 131_072;
    private const int LongestRecord = 400_000;

    private readonly ValueSlab _slab = new(1 << 20);
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly RowError?[] _errors;
    private readonly int _columns;

    public IngestBatch(DraftColumn[] columns, int capacity)
    {
        _columns = columns.Length;
        _starts = new int[columns.Length * capacity];
        _lengths = new int[columns.Length * capacity];
        _errors = new RowError?[capacity];
        Draft = new RowDraft(columns, _starts, _lengths, _slab);
        Capacity = capacity;
    }

    /// <summary>The view of the row last chosen with <see cref="Select"/>.</summary>
    public RowDraft Draft { get; }

    public int Capacity { get; }

    public int Rows { get; private set; }

    /// <summary>The byte of the upload after the last row.</summary>
    public long End { get; set; }

    public RowDraft Select(int row)
    {
        Draft.Offset = row * _columns;
        Draft.Error = _errors[row];
        return Draft;
    }

    public void Clear()
    {
        Rows = 0;
        _slab.Clear();
    }

    public void Add(CsvRow row)
    {
        if (row.Count != _columns)
        {
            throw new JobFault($"InvalidBatch : Failed to parse CSV. Found a row with {row.Count} columns where the header has {_columns}");
        }
        var characters = 0;
        for (var i = 0; i < _columns; i++)
        {
            characters += row[i].Length;
            if (row[i].Length > LongestField && Encoding.UTF8.GetCharCount(row[i]) > LongestField)
            {
                throw JobFault.TooLarge("The length of a field", LongestField);
            }
        }
        if (characters > LongestRecord)
        {
            throw JobFault.TooLarge("The length of a record", LongestRecord);
        }
        _errors[Rows] = row.Broken ? new RowError("INVALID_INPUT", "white space is not allowed beside a quote") : null;
        for (var i = 0; i < _columns; i++)
        {
            AddCell((Rows * _columns) + i, Draft.Columns[i], row[i]);
        }
        Rows++;
    }

    private void AddCell(int at, DraftColumn column, ReadOnlySpan<byte> cell)
    {
        _starts[at] = _slab.Length;
        _lengths[at] = cell.IsEmpty ? RowDraft.Absent : 0;
        if (cell.IsEmpty || cell.SequenceEqual("#N/A"u8))
        {
            return;
        }
        if (column.ViaField is not null)
        {
            _slab.Add(cell);
        }
        else if (ValueReader.Read(column.Field, cell, _slab) is { } error)
        {
            _errors[Rows] ??= error;
            _slab.Truncate(_starts[at]);
            _slab.Add(cell);
        }
        _lengths[at] = _slab.Length - _starts[at];
    }
}
