using System.Buffers;
using System.Text;
using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Load;

/// <summary>
/// The CSV of one attempt, written from the plan rows as often as asked and never whole in memory. Columns are the key, where the action has
/// one, and then those of the slice. A blank cell leaves a field alone; <c>#N/A</c> clears it on purpose.
/// </summary>
internal sealed class SliceCsv
{
    private const int FlushBytes = 1 << 16;

    private readonly LoadTables _tables;
    private readonly string _rows;
    private readonly string? _keySource;
    private readonly byte[][] _fields;

    private SliceCsv(LoadTables tables, string rows, string? keyColumn, string? keySource, byte[][] fields)
    {
        _tables = tables;
        _rows = rows;
        _keySource = keySource;
        _fields = fields;
        KeyColumn = keyColumn;
        Columns = [.. keyColumn is null ? [] : new[] { keyColumn }, .. fields.Select(Encoding.UTF8.GetString)];
    }

    /// <summary>The column results are matched by; null for a plain insert.</summary>
    public string? KeyColumn { get; }

    /// <summary>The plan's column that holds the key.</summary>
    public string? KeySource => _keySource;

    /// <summary>The header.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows of the attempt, as something to select from.</summary>
    public string Rows => _rows;

    /// <summary>The CSV of an attempt at a slice: of all its rows, or of those that the part file <paramref name="before"/> left over.</summary>
    public static SliceCsv Of(LoadTables tables, Slice slice, string? before, string? externalIdField)
    {
        var (column, source) = slice.Action == PlanAction.Update ? ("Id", "org_id") : externalIdField is null ? (null, null) : (externalIdField, "sync_key");
        return new SliceCsv(tables, tables.RowsOf(slice, before), column, source, [.. slice.Columns.Select(Encoding.UTF8.GetBytes)]);
    }

    /// <summary>Writes header and rows; returns how many rows.</summary>
    public async Task<long> WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        Header(buffer);
        long rows = 0;
        using var connection = _tables.Connect();
        using var result = Open(connection, cancellationToken);
        while (result.NextChunk())
        {
            Each(result.Chunk, (in row) => Line(buffer, row));
            rows += result.Chunk.RowCount;
            if (buffer.WrittenCount >= FlushBytes)
            {
                await DrainAsync(buffer, stream, cancellationToken);
            }
        }

        await DrainAsync(buffer, stream, cancellationToken);
        return rows;
    }

    /// <summary>Visits every row in order, with its cells in the order of <see cref="Columns"/>.</summary>
    public void Visit(RowVisitor visit, CancellationToken cancellationToken)
    {
        using var connection = _tables.Connect();
        using var result = Open(connection, cancellationToken);
        while (result.NextChunk())
        {
            Each(result.Chunk, visit);
        }
    }

    private DuckResult Open(DuckConnection connection, CancellationToken cancellationToken) =>
        connection.Query($"select plan_row, {_keySource ?? "null::varchar"}, changes from {_rows}", cancellationToken);

    private void Each(DuckChunk chunk, RowVisitor visit)
    {
        var planRow = chunk.Column<long>(0);
        var key = chunk.Text(1);
        var changes = new ChangesColumn(chunk, 2);
        var cells = new int[_fields.Length];
        for (var row = 0; row < chunk.RowCount; row++)
        {
            Array.Fill(cells, -1);
            var (start, end) = changes[row];
            for (var element = start; element < end; element++)
            {
                cells[Place(changes.Target[element])] = element;
            }

            if (KeyColumn is not null && key.IsNull(row))
            {
                throw new InvalidDataException($"plan row {planRow[row]} has no {_keySource}: a plan like this was not made by this program");
            }

            visit(new RowCells(planRow[row], KeyColumn is not null, KeyColumn is null ? default : key[row], cells, changes.After));
        }
    }

    // A handful of columns: comparing them in turn beats hashing.
    private int Place(ReadOnlySpan<byte> target)
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            if (target.SequenceEqual(_fields[i]))
            {
                return i;
            }
        }

        throw new InvalidOperationException($"no column for {Encoding.UTF8.GetString(target)}");
    }

    private void Header(ArrayBufferWriter<byte> buffer)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            buffer.Write(i == 0 ? default : ","u8);
            CsvCell.Write(buffer, Encoding.UTF8.GetBytes(Columns[i]));
        }

        buffer.Write("\n"u8);
    }

    private void Line(ArrayBufferWriter<byte> buffer, in RowCells row)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            buffer.Write(i == 0 ? default : ","u8);
            CsvCell.Write(buffer, row[i]);
        }

        buffer.Write("\n"u8);
    }

    private static async Task DrainAsync(ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken cancellationToken)
    {
        if (CrashPoint.Cut("upload.write", buffer.WrittenCount) is { } cut)
        {
            await stream.WriteAsync(buffer.WrittenMemory[..cut], cancellationToken);
            await stream.FlushAsync(cancellationToken);
            CrashPoint.Kill();
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }
}

/// <summary>Takes one row; its spans are void afterwards.</summary>
internal delegate void RowVisitor(in RowCells row);

/// <summary>The cells of one row as they are sent, by the column's place.</summary>
internal readonly ref struct RowCells(long planRow, bool hasKey, ReadOnlySpan<byte> key, ReadOnlySpan<int> cells, Utf8Column after)
{
    private readonly ReadOnlySpan<byte> _key = key;
    private readonly ReadOnlySpan<int> _cells = cells;
    private readonly Utf8Column _after = after;

    public long PlanRow { get; } = planRow;

    public ReadOnlySpan<byte> this[int column]
    {
        get
        {
            if (hasKey && column == 0)
            {
                return _key;
            }

            var element = _cells[hasKey ? column - 1 : column];
            return element < 0 ? default : _after.IsNull(element) ? "#N/A"u8 : _after[element];
        }
    }
}
