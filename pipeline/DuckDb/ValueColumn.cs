namespace ContactSync.DuckDb;

/// <summary>Values of fixed width of a chunk. See <see cref="DuckVector.Column{T}"/> for the types.</summary>
public readonly unsafe ref struct ValueColumn<T>
    where T : unmanaged
{
    private readonly byte* _data;
    private readonly ulong* _validity;
    private readonly int _count;
    private readonly DuckType _type;

    internal ValueColumn(byte* data, ulong* validity, int count, DuckType type)
    {
        _data = data;
        _validity = validity;
        _count = count;
        _type = type;
    }

    /// <summary>The value of a row that has one.</summary>
    /// <exception cref="InvalidOperationException">The row is NULL; its slot holds garbage.</exception>
    public T this[int row] => Slot.Read<T>(_data, Validity.Filled(_validity, row, _count), _type);

    public bool IsNull(int row) => !Validity.Has(_validity, Validity.InRange(row, _count));

    /// <summary>The value, or null.</summary>
    public T? Nullable(int row) => IsNull(row) ? null : Slot.Read<T>(_data, row, _type);
}
