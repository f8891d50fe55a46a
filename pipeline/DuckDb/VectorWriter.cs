using System.Runtime.CompilerServices;
using System.Text.Unicode;
using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>Fills one column of an appender's chunk, or one field or the elements inside it. What is never set is NULL.</summary>
public sealed unsafe partial class VectorWriter
{
    private readonly VectorWriter[] _children;
    private readonly string _name;
    private readonly DuckTypeId _id;

    internal VectorWriter(DuckColumn column)
    {
        Type = column.Type;
        _id = column.Type.Id;
        _name = column.Name;
        _children = [.. column.Type.Fields.Select(f => new VectorWriter(f))];
    }

    public DuckType Type { get; }

    /// <summary>The elements of a list column, all rows' in one vector; <see cref="AddList"/> says where.</summary>
    public VectorWriter Element => _id == DuckTypeId.List ? _children[0] : throw Mismatch("a list");

    /// <summary>How many elements the lists of this chunk have so far.</summary>
    public int ElementCount { get; private set; }

    /// <summary>A field of a struct, by its place.</summary>
    public VectorWriter Field(int field) => _id == DuckTypeId.Struct ? _children[field] : throw Mismatch("a struct");

    public void SetNull(int row)
    {
        InRange(row);
        _validity[row >> 6] &= ~(1UL << (row & 63));
        if (_id == DuckTypeId.Struct)
        {
            foreach (var field in _children)
            {
                field.SetNull(row);
            }
        }
    }

    /// <summary>A value of fixed width; the types are those of <see cref="DuckVector.Column{T}"/> without decimal.</summary>
    public void Set<T>(int row, T value)
        where T : unmanaged
    {
        if (!Slot.Writes<T>(_id))
        {
            throw Mismatch(typeof(T).Name);
        }

        Slot.Write(_data, InRange(row), _id, value);
        MarkFilled(row);
    }

    /// <summary>A text in UTF-8, or the bytes of a BLOB. They are copied.</summary>
    /// <exception cref="DuckDbException">The bytes for a VARCHAR are not UTF-8; nothing is written.</exception>
    public void SetText(int row, ReadOnlySpan<byte> bytes)
    {
        if (_id == DuckTypeId.Varchar)
        {
            if (!Utf8.IsValid(bytes))
            {
                throw new DuckDbException(DuckErrorKind.InvalidInput, $"The text for column {_name}, row {row} of the chunk, is not valid UTF-8.");
            }
        }
        else if (_id != DuckTypeId.Blob)
        {
            throw Mismatch("text");
        }

        var slot = (NativeString*)_data + InRange(row);
        if (bytes.Length <= NativeString.InPlace)
        {
            // The unused bytes must be zero: DuckDB compares the whole slot.
            *slot = new NativeString { Length = (uint)bytes.Length };
            bytes.CopyTo(new Span<byte>(slot->Inlined, NativeString.InPlace));
        }
        else
        {
            fixed (byte* source = bytes)
            {
                Capi.AssignText(_vector, (ulong)row, source, (ulong)bytes.Length);
            }
        }

        MarkFilled(row);
    }

    /// <summary>Says that a struct is there although none of its fields may be; needed for struct columns, done already for list elements.</summary>
    public void SetStruct(int row)
    {
        if (_id != DuckTypeId.Struct)
        {
            throw Mismatch("a struct");
        }

        MarkFilled(InRange(row));
    }

    /// <summary>A list of so many elements (0 for an empty one), each of them NULL, or a struct of NULLs, until set.</summary>
    /// <returns>Where its first element stands in <see cref="Element"/>.</returns>
    public int AddList(int row, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        InRange(row);
        var element = Element;
        var offset = ElementCount;
        if (offset + count > element._capacity)
        {
            Grow(element, offset + count);
        }

        ElementCount = offset + count;
        if (Capi.SetListSize(_vector, (ulong)ElementCount) != 0)
        {
            throw NoRoom();
        }

        ((NativeListEntry*)_data)[row] = new NativeListEntry { Offset = (ulong)offset, Length = (ulong)count };
        MarkFilled(row);
        for (var i = offset; i < ElementCount && element._id == DuckTypeId.Struct; i++)
        {
            element.MarkFilled(i);
        }

        return offset;
    }

    private DuckDbException NoRoom() => new(DuckErrorKind.OutOfMemory, $"DuckDB has no room for more list elements in column {_name}.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MarkFilled(int row) => _validity[row >> 6] |= 1UL << (row & 63);

    private int InRange(int row) => (uint)row < (uint)_capacity ? row : throw OutOfRange(row);

    private Exception OutOfRange(int row) => _vector == 0
        ? new ObjectDisposedException(nameof(DuckAppender))
        : new ArgumentOutOfRangeException(nameof(row), row, $"The vector has {_capacity} rows.");

    private InvalidOperationException Mismatch(string given) => new($"Column {_name} is of type {Type} and does not take {given}.");
}
