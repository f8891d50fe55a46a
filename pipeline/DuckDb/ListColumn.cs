namespace ContactSync.DuckDb;

/// <summary>Lists of a chunk. The elements of all its rows stand in one vector, of which each row has a range.</summary>
public readonly unsafe ref struct ListColumn
{
    private readonly NativeListEntry* _entries;
    private readonly ulong* _validity;
    private readonly int _count;

    internal ListColumn(byte* data, ulong* validity, int count, DuckVector elements)
    {
        _entries = (NativeListEntry*)data;
        _validity = validity;
        _count = count;
        Elements = elements;
    }

    /// <summary>The elements of all rows.</summary>
    public DuckVector Elements { get; }

    /// <summary>Where in <see cref="Elements"/> the elements of a row stand; empty for an empty list.</summary>
    /// <exception cref="InvalidOperationException">The row is NULL, which is another thing than an empty list.</exception>
    public Range this[int row]
    {
        get
        {
            var entry = _entries[Validity.Filled(_validity, row, _count)];
            return (int)entry.Offset..(int)(entry.Offset + entry.Length);
        }
    }

    public bool IsNull(int row) => !Validity.Has(_validity, Validity.InRange(row, _count));
}

/// <summary><c>duckdb_list_entry</c>.</summary>
internal struct NativeListEntry
{
    public ulong Offset;
    public ulong Length;
}
