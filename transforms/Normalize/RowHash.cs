using System.Buffers.Binary;
using System.Numerics;

namespace ContactSync.Transforms.Normalize;

/// <summary>
/// 128 bits over the canonical values of a row in schema order. Each value is framed by its length, so that ("ab", "c") and ("a", "bc") differ;
/// null and blank are the same. The function is MurmurHash3_x64_128 with seed 0 (Austin Appleby, public domain, github.com/aappleby/smhasher): it tells
/// rows apart and guards nothing, so a cryptographic one would only cost.
/// </summary>
internal sealed class RowHash(Scratch scratch)
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;
    private const int Block = 16;

    private int _length;

    /// <summary>Adds the next value.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        var end = _length + sizeof(int) + value.Length;
        var frame = scratch.Frame(end, keep: _length)[_length..];
        BinaryPrimitives.WriteInt32LittleEndian(frame, value.Length);
        value.CopyTo(frame[sizeof(int)..]);
        _length = end;
    }

    /// <summary>The hash of the values added since the last call.</summary>
    public UInt128 Take()
    {
        var hash = Of(scratch.Frame(_length, keep: _length)[.._length]);
        _length = 0;
        return hash;
    }

    /// <summary>The hash of some bytes; its first half stands in the upper 64 bits.</summary>
    internal static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        ulong h1 = 0;
        ulong h2 = 0;
        var rest = bytes;
        for (; rest.Length >= Block; rest = rest[Block..])
        {
            h1 = ((BitOperations.RotateLeft(h1 ^ First(BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) + h2) * 5) + 0x52dce729;
            h2 = ((BitOperations.RotateLeft(h2 ^ Second(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..])), 31) + h1) * 5) + 0x38495ab5;
        }

        Span<byte> tail = stackalloc byte[Block];
        tail.Clear();
        rest.CopyTo(tail);
        h1 ^= First(BinaryPrimitives.ReadUInt64LittleEndian(tail)) ^ (ulong)bytes.Length;
        h2 ^= Second(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..])) ^ (ulong)bytes.Length;
        h1 += h2;
        h2 += h1;
        h1 = Finish(h1);
        h2 = Finish(h2);
        h1 += h2;
        return new UInt128(h1, h2 + h1);
    }

    private static ulong First(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong Second(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static ulong Finish(ulong k)
    {
        k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
        k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
        return k ^ (k >> 33);
    }
}
