using System.Buffers.Binary;

namespace ContactSync.Transforms.Candidates;

/// <summary>
/// A 64-bit hash for tables in memory: eight bytes a multiplication, the same in every process. Nothing is stored by it and no two keys are
/// equal for it alone.
/// </summary>
internal static class KeyHash
{
    public static ulong Of(ReadOnlySpan<byte> key)
    {
        var hash = (ulong)key.Length * 0x9E37_79B9_7F4A_7C15;
        while (key.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key), 0xD6E8_FEB8_6659_FD93);
            key = key[sizeof(ulong)..];
        }

        return Mix(hash ^ Tail(key), 0xA076_1D64_78BD_642F);
    }

    // At most seven bytes, in two reads that may overlap; the length is in the hash already.
    private static ulong Tail(ReadOnlySpan<byte> rest) => rest.Length switch
    {
        0 => 0,
        1 => rest[0],
        2 or 3 => BinaryPrimitives.ReadUInt16LittleEndian(rest) | ((ulong)rest[^1] << 16),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(rest) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(rest[^4..]) << 32),
    };

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
