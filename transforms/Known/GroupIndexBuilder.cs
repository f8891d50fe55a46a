using System.Numerics;
using System.Runtime.InteropServices;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Known;

/// <summary>
/// Groups rows by key, as <see cref="GroupIndex"/> reads them. For one thread; dispose of it when written.
/// </summary>
internal sealed unsafe class GroupIndexBuilder : IDisposable
{
    // A bucket is a few lines of the processor's cache.
    private const int BucketGroups = 8;

    private readonly LargeArray<ulong> _keys;
    private readonly LargeArray<uint> _rows;
    private readonly int _count;
    private readonly int _bits;
    private readonly ulong[] _buckets;
    private readonly List<KnownGroup> _groups;
    private readonly List<uint> _groupRows = [];

    /// <summary>Puts rows into buckets by their keys, none of which is 0.</summary>
    public GroupIndexBuilder(ReadOnlySpan<ulong> keys, ReadOnlySpan<int> rows)
    {
        _count = keys.Length;
        _bits = Math.Clamp(BitOperations.Log2((uint)(_count / BucketGroups) + 1), 1, 28);
        (_keys, _rows) = (new LargeArray<ulong>(_count), new LargeArray<uint>(_count));
        _buckets = new ulong[(1 << _bits) + 1];
        _groups = new List<KnownGroup>(_count);
        Scatter(keys, rows);
    }

    /// <summary>
    /// Makes the groups. <paramref name="take"/> is told the rows of each, in ascending order, and answers whether they are to be kept; in no meaningful order of the groups.
    /// </summary>
    public void Build(Func<ulong, ReadOnlySpan<uint>, bool> take)
    {
        long start = 0;
        for (var bucket = 0; bucket < _buckets.Length - 1; bucket++)
        {
            var end = (long)_buckets[bucket];
            var first = _groups.Count;
            Collect(new Span<ulong>(_keys.Pointer + start, (int)(end - start)), new Span<uint>(_rows.Pointer + start, (int)(end - start)), take);
            var sum = KnownFormat.Sum((uint)bucket, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_groups)[first..]));
            _buckets[bucket] = (uint)first | ((ulong)sum << 32);
            start = end;
        }

        _buckets[^1] = (uint)_groups.Count;
    }

    /// <summary>Writes the index, and says where it stands.</summary>
    public GroupIndexPlace Write(KnownSections sections)
    {
        var offset = sections.Begin();
        sections.Write(MemoryMarshal.AsBytes(_buckets.AsSpan()));
        sections.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_groups)));
        sections.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_groupRows)));
        return new GroupIndexPlace(offset, _bits, _groups.Count, _groupRows.Count);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _rows.Dispose();
    }

    /// <summary>Leaves in each place of the directory where its bucket ends.</summary>
    private void Scatter(ReadOnlySpan<ulong> keys, ReadOnlySpan<int> rows)
    {
        foreach (var key in keys)
        {
            _buckets[GroupIndex.BucketOf(key, _bits) + 1]++;
        }

        for (var bucket = 1; bucket < _buckets.Length; bucket++)
        {
            _buckets[bucket] += _buckets[bucket - 1];
        }

        for (var i = 0; i < keys.Length; i++)
        {
            var at = (long)_buckets[GroupIndex.BucketOf(keys[i], _bits)]++;
            (_keys[at], _rows[at]) = (keys[i], (uint)rows[i]);
        }
    }

    private void Collect(Span<ulong> keys, Span<uint> rows, Func<ulong, ReadOnlySpan<uint>, bool> take)
    {
        keys.Sort(rows);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            var members = rows[start..end];
            members.Sort();
            var kept = take(keys[start], members);
            _groups.Add(new KnownGroup(keys[start], members.Length == 1 ? members[0] : kept ? (uint)_groupRows.Count : KnownGroup.NoRows, members.Length));
            if (members.Length > 1 && kept)
            {
                _groupRows.Add(KnownFormat.Sum((uint)members.Length, MemoryMarshal.AsBytes(members)));
                _groupRows.AddRange(members);
            }

            start = end;
        }
    }
}
