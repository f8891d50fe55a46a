using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ContactSync.Transforms.Known;

/// <summary>
/// A group of records with one key: the place of its rows, or the row itself where there is one. A group too large to be compared may be kept as a count alone.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KnownGroup(ulong Key, uint Start, int Count)
{
    /// <summary>The start of a group whose rows are not kept.</summary>
    public const uint NoRows = uint.MaxValue;

    /// <summary>Whether the rows are there.</summary>
    public bool HasRows => Count <= 1 || Start != NoRows;
}

/// <summary>Where an index stands: its first byte, the bits of a key that choose a bucket, groups and rows.</summary>
internal readonly record struct GroupIndexPlace(long Offset, int Bits, int Groups, int Rows)
{
    /// <summary>The bytes of the index.</summary>
    public long Bytes => (((1L << Bits) + 1) * sizeof(ulong)) + ((long)Groups * Unsafe.SizeOf<KnownGroup>()) + ((long)Rows * sizeof(uint));
}

/// <summary>
/// Groups by key, read where they stand: a directory of buckets (first group, checksum), the groups by bucket, and the rows of those of two and more, before each its checksum. What is
/// read is checked first, and nothing else is read.
/// </summary>
internal sealed unsafe class GroupIndex
{
    private readonly ulong* _buckets;
    private readonly KnownGroup* _groups;
    private readonly uint* _rows;
    private readonly GroupIndexPlace _place;
    private readonly int _rowCount;

    /// <param name="memory">All that is known.</param>
    /// <param name="place">Where in it, checked to lie inside.</param>
    /// <param name="rowCount">Rows there are: none in a group is above.</param>
    public GroupIndex(byte* memory, GroupIndexPlace place, int rowCount)
    {
        (_place, _rowCount) = (place, rowCount);
        _buckets = (ulong*)(memory + place.Offset);
        _groups = (KnownGroup*)(_buckets + (1L << place.Bits) + 1);
        _rows = (uint*)(_groups + place.Groups);
    }

    /// <summary>The bucket of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BucketOf(ulong key, int bits) => (int)(key * 0xD6E8_FEB8_6659_FD93 >> (64 - bits));

    /// <summary>The group of a key; one of no records where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public KnownGroup Find(ulong key)
    {
        var bucket = BucketOf(key, _place.Bits);
        var (first, end) = ((uint)_buckets[bucket], (uint)_buckets[bucket + 1]);
        if (first > end || end > (uint)_place.Groups)
        {
            throw Damaged(bucket);
        }

        var groups = new ReadOnlySpan<KnownGroup>(_groups + first, (int)(end - first));
        if (KnownFormat.Sum((uint)bucket, MemoryMarshal.AsBytes(groups)) != (uint)(_buckets[bucket] >> 32))
        {
            throw Damaged(bucket);
        }

        foreach (ref readonly var group in groups)
        {
            if (group.Key == key)
            {
                return group;
            }
        }

        return default;
    }

    /// <summary>The rows of a group of two and more, ascending; see <see cref="KnownGroup.HasRows"/>.</summary>
    public ReadOnlySpan<uint> Rows(KnownGroup group)
    {
        if (group.Start >= (uint)_place.Rows || group.Count < 0 || group.Start + 1L + group.Count > _place.Rows)
        {
            throw new KnownFormatException($"it is damaged: the rows of a group lie outside ({group.Start}, {group.Count}).");
        }

        var rows = new ReadOnlySpan<uint>(_rows + group.Start + 1, group.Count);
        return KnownFormat.Sum((uint)group.Count, MemoryMarshal.AsBytes(rows)) == _rows[group.Start] && rows[^1] < (uint)_rowCount
            ? rows
            : throw new KnownFormatException($"it is damaged: the rows of a group at {group.Start} do not agree with their checksum.");
    }

    private static KnownFormatException Damaged(int bucket) => new($"it is damaged: bucket {bucket} of an index does not agree with its checksum.");
}
