using System.Collections.Immutable;
using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>Up to 2,048 rows of a result. Its readers test whether a slot holds a value before they touch it: the slot of a NULL holds garbage.</summary>
public sealed class DuckChunk
{
    private readonly ChunkHandle _handle;
    private readonly ImmutableArray<DuckColumn> _columns;

    internal DuckChunk(ChunkHandle handle, ImmutableArray<DuckColumn> columns)
    {
        _handle = handle;
        _columns = columns;
        RowCount = (int)Capi.ChunkSize(handle);
    }

    public int RowCount { get; }

    public int ColumnCount => _columns.Length;

    /// <summary>A column of any type.</summary>
    public DuckVector Vector(int column)
    {
        var type = _columns[column].Type;
        return new DuckVector(Capi.ChunkVector(_handle, (ulong)column), type, RowCount);
    }

    /// <summary>A column of VARCHAR (UTF-8) or BLOB.</summary>
    public Utf8Column Text(int column) => Vector(column).Text();

    /// <summary>A column of fixed width, as <see cref="DuckVector.Column{T}"/> describes.</summary>
    public ValueColumn<T> Column<T>(int column)
        where T : unmanaged => Vector(column).Column<T>();

    /// <summary>A column of lists.</summary>
    public ListColumn List(int column) => Vector(column).List();

    internal void Close() => _handle.Dispose();
}
