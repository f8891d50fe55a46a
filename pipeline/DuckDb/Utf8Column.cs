using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ContactSync.DuckDb;

/// <summary>Text or bytes of a chunk, as spans over DuckDB's memory; no copy, no allocation.</summary>
public readonly unsafe ref struct Utf8Column
{
    private readonly NativeString* _strings;
    private readonly ulong* _validity;
    private readonly int _count;

    internal Utf8Column(byte* data, ulong* validity, int count)
    {
        _strings = (NativeString*)data;
        _validity = validity;
        _count = count;
    }

    /// <summary>The bytes of a row that has a value.</summary>
    /// <exception cref="InvalidOperationException">The row is NULL. Reading its slot would follow a wild pointer.</exception>
    public ReadOnlySpan<byte> this[int row] => NativeString.Bytes(_strings + Validity.Filled(_validity, row, _count));

    public bool IsNull(int row) => !Validity.Has(_validity, Validity.InRange(row, _count));

    /// <summary>The bytes, or false when the row is NULL: one test in place of two.</summary>
    public bool TryGet(int row, out ReadOnlySpan<byte> bytes)
    {
        if (IsNull(row))
        {
            bytes = default;
            return false;
        }

        bytes = NativeString.Bytes(_strings + row);
        return true;
    }

    /// <summary>The row as a string, or null.</summary>
    public string? AsString(int row) => TryGet(row, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}

/// <summary><c>duckdb_string_t</c>: a length, then up to 12 bytes in place, or a prefix of 4 and a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeString
{
    public const int InPlace = 12;

    [FieldOffset(0)]
    public uint Length;

    [FieldOffset(4)]
    public fixed byte Inlined[InPlace];

    [FieldOffset(8)]
    public byte* Pointer;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Bytes(NativeString* text) =>
        new(text->Length <= InPlace ? text->Inlined : text->Pointer, (int)text->Length);
}
