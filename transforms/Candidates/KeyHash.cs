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

        ulong tail = 0;
        foreach (var b in key)
        {
            tail = (tail << 8) | b;
        }

        return Mix(hash ^ tail, 0xA076_1D64_78BD_642F);
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
