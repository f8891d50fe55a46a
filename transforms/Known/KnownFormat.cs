using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ContactSync.Transforms.Known;

/// <summary>
/// The format in which known people are kept, all numbers little-endian, every section at a multiple of 64 bytes: records, where each begins, ids, counters of values, groups by pass and
/// level, pairs; then the contents (<see cref="KnownContents"/>), and 32 bytes that say where these are. See docs/matching.md.
/// </summary>
internal static class KnownFormat
{
    /// <summary>Bumped when the format changes, or what is normalised, hashed or weighed does by code.</summary>
    public const uint Version = 1;

    /// <summary>The last bytes: magic, place, length and checksum of the contents, length of all.</summary>
    public const int TailBytes = 32;

    /// <summary>Every section begins at a multiple of this.</summary>
    public const int Align = 64;

    /// <summary>Records begin at multiples of this.</summary>
    public const int RecordAlign = 8;

    /// <summary>Before a record's bytes: checksum, length of its id, flags.</summary>
    public const int RecordHead = 8;

    /// <summary>A flag of a record: it is paired, and not only counted.</summary>
    public const byte TakesPart = 1;

    /// <summary>"CSKNOWN\n" as a number.</summary>
    public const ulong Magic = 0x0A4E_574F_4E4B_5343;

    /// <summary>CRC-32C (Castagnoli, RFC 3720) from a seed: the processor has it, and it finds every error of up to 32 bits in a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Sum(uint seed, ReadOnlySpan<byte> bytes)
    {
        var sum = ~seed;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var b in bytes[(bytes.Length & -sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, b);
        }

        return ~sum;
    }
}

/// <summary>Takes bytes one after the other, such as a file does.</summary>
public delegate void KnownSink(ReadOnlySpan<byte> bytes);
