using System.Collections.Immutable;
using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>Writes rows at the end of a table, a chunk of at most <see cref="ChunkRows"/> at a time, cell by cell in any order.</summary>
/// <remarks>
/// Rows are in the table after <see cref="Complete"/>. Without it the rows still buffered are dropped, but DuckDB may have taken
/// earlier ones (it flushes by itself about every 200,000 rows): for all or nothing, append inside a transaction.
/// A cell that is not set is NULL. Text must be valid UTF-8; it is tested here, because DuckDB would corrupt itself on other bytes.
/// </remarks>
public sealed unsafe class DuckAppender : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly AppenderHandle _handle;
    private readonly ChunkHandle _chunk;
    private readonly VectorWriter[] _columns;
    private readonly string _table;

    private DuckAppender(DuckConnection connection, AppenderHandle handle, string table)
    {
        _connection = connection;
        _handle = handle;
        _table = table;
        var types = new LogicalTypeHandle[(int)Capi.AppenderColumnCount(handle)];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = Capi.AppenderColumnType(handle, (ulong)i);
        }

        var raw = types.Select(t => t.DangerousGetHandle()).ToArray();
        fixed (nint* first = raw)
        {
            _chunk = Capi.CreateChunk(first, (ulong)raw.Length);
        }

        // Take frees the handles, so this comes last.
        Columns = [.. types.Select((t, i) => DuckType.Take(t))];
        _columns = [.. Columns.Select((t, i) => new VectorWriter(new DuckColumn($"{i} of {table}", t)))];
        StartChunk();
    }

    /// <summary>The most rows of a chunk: 2,048.</summary>
    public static int ChunkRows { get; } = (int)Capi.VectorSize();

    /// <summary>The types of the table's columns.</summary>
    public ImmutableArray<DuckType> Columns { get; }

    /// <summary>The row of the chunk that <see cref="EndRow"/> ends next.</summary>
    public int Row { get; private set; }

    /// <summary>The writer of a column, for lists and structs and for tight loops.</summary>
    public VectorWriter Column(int column) => _columns[column];

    public void SetText(int column, int row, ReadOnlySpan<byte> utf8) => _columns[column].SetText(row, utf8);

    public void Set<T>(int column, int row, T value)
        where T : unmanaged => _columns[column].Set(row, value);

    public void SetNull(int column, int row) => _columns[column].SetNull(row);

    /// <summary>Moves to the next row, and hands the chunk over when it is full.</summary>
    public void EndRow()
    {
        if (++Row == ChunkRows)
        {
            EndChunk(ChunkRows);
        }
    }

    /// <summary>Hands rows 0 to <paramref name="rowCount"/> - 1 of the chunk to DuckDB and begins an empty chunk.</summary>
    public void EndChunk(int rowCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rowCount, (uint)ChunkRows, nameof(rowCount));
        _connection.MustBeFree();
        if (rowCount > 0)
        {
            Capi.SetChunkSize(_chunk, (ulong)rowCount);
            Check(Capi.AppendChunk(_handle, _chunk));
            Capi.ResetChunk(_chunk);
        }

        StartChunk();
    }

    /// <summary>Hands over what is left by <see cref="EndRow"/> and puts all rows into the table. More may follow.</summary>
    public void Complete()
    {
        EndChunk(Row);
        Check(Capi.FlushAppender(_handle));
    }

    public void Dispose()
    {
        foreach (var column in _columns)
        {
            column.End();
        }

        _chunk.Dispose();
        _handle.Dispose();
    }

    internal static DuckAppender To(DuckConnection connection, string table, string? schema)
    {
        if (Capi.CreateAppender(connection.Handle, null, schema, table, out var handle) == 0)
        {
            return new DuckAppender(connection, handle, table);
        }

        using (handle)
        {
            throw DuckError.Of(handle, table);
        }
    }

    private void StartChunk()
    {
        Row = 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Start(Capi.ChunkVector(_chunk, (ulong)i), ChunkRows);
        }
    }

    private void Check(int state)
    {
        if (state != 0)
        {
            throw DuckError.Of(_handle, _table);
        }
    }
}
