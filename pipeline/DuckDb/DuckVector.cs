using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>The values of one column, or of one field or the elements inside it, for the rows of a chunk. Void when the chunk is.</summary>
public readonly unsafe ref struct DuckVector
{
    private readonly nint _vector;
    private readonly ulong* _validity;

    internal DuckVector(nint vector, DuckType type, int count)
    {
        _vector = vector;
        _validity = Capi.VectorValidity(vector);
        Type = type;
        Count = count;
    }

    public DuckType Type { get; }

    /// <summary>The rows; inside a list, the elements of all rows of the chunk.</summary>
    public int Count { get; }

    internal byte* Data => Capi.VectorData(_vector);

    public bool IsNull(int row) => !Validity.Has(_validity, Validity.InRange(row, Count));

    /// <summary>As UTF-8 text, or as the bytes of a BLOB.</summary>
    public Utf8Column Text()
    {
        Expect(Type.Id is DuckTypeId.Varchar or DuckTypeId.Blob, "text");
        return new Utf8Column(Data, _validity, Count);
    }

    /// <summary>
    /// As values of fixed width: bool, sbyte to long, byte to ulong, float, double, Int128 (HUGEINT), UInt128 (UHUGEINT, and UUID in
    /// the order of its text), decimal (DECIMAL), DateOnly or int (DATE; days since 1970), DateTimeOffset or long (TIMESTAMP and
    /// TIMESTAMPTZ; microseconds since 1970 UTC).
    /// </summary>
    /// <exception cref="InvalidOperationException">The column is of another type: nothing is converted silently.</exception>
    public ValueColumn<T> Column<T>()
        where T : unmanaged
    {
        Expect(Slot.Reads<T>(Type.Id), typeof(T).Name);
        return new ValueColumn<T>(Data, _validity, Count, Type);
    }

    /// <summary>As lists (LIST or MAP, whose elements are structs of key and value).</summary>
    public ListColumn List()
    {
        Expect(Type.Id is DuckTypeId.List or DuckTypeId.Map, "a list");
        var elements = new DuckVector(Capi.ListChild(_vector), Type.Fields[0].Type, (int)Capi.ListSize(_vector));
        return new ListColumn(Data, _validity, Count, elements);
    }

    /// <summary>One field of a struct, by its place. Where the struct is NULL the field is as well.</summary>
    public DuckVector Field(int field)
    {
        Expect(Type.Id == DuckTypeId.Struct, "a struct");
        return new DuckVector(Capi.StructChild(_vector, (ulong)field), Type.Fields[field].Type, Count);
    }

    /// <summary>The elements of all arrays in a row; those of row r begin at r times the array's length.</summary>
    internal DuckVector ArrayElements() => new(Capi.ArrayChild(_vector), Type.Fields[0].Type, Count * Type.Length);

    private void Expect(bool fits, string wanted)
    {
        if (!fits)
        {
            throw new InvalidOperationException($"A column of type {Type} cannot be read as {wanted}.");
        }
    }
}
