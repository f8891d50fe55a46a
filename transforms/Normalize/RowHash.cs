using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ContactSync.Transforms.Normalize;

/// <summary>
/// 128 bits over the canonical values of a row in schema order: the first half of SHA-256, which processors compute faster than MD5. Each
/// value is framed by its length, so that ("ab", "c") and ("a", "bc") differ; null and blank are the same.
/// </summary>
internal sealed class RowHash(Scratch scratch) : IDisposable
{
    // One state for all rows: for some 200 bytes a row, setting one up costs far more than hashing.
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
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
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.AppendData(scratch.Frame(_length, keep: _length)[.._length]);
        _hash.GetHashAndReset(hash);
        _length = 0;
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public void Dispose() => _hash.Dispose();
}
