using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ContactSync.Transforms.Candidates;

/// <summary>A group that stayed too large when everything it could be told apart by was used up: its records are not compared in this pass.</summary>
public readonly record struct SkippedGroup(int Pass, int Records, int Example);

/// <summary>
/// The groups of one pass whose keys lie in one slice of all keys. <see cref="Collect"/> sorts them, <see cref="Refine"/> splits those above the cap;
/// after that rows and ends say what to compare. The result hangs on neither the number of slices nor the order of the records.
/// </summary>
public sealed class CandidateUnit(CandidateIndex index, int pass, int slice, int slices)
{
    /// <summary>The ladder of caps a pass may have: records of a group.</summary>
    public static ReadOnlySpan<int> Caps => [4096, 2048, 1024, 512, 256, 128, 64, 48, 32, 24, 16, 12, 8];

    // Once told apart, groups are told apart down to this: what a common value brings together says little.
    internal const int RefinedCap = 12;

    /// <summary>What the key of a record becomes that lacks the part which its group is told apart by.</summary>
    internal const ulong WithoutPart = 0x5851_F42D_4C95_7F2D;

    // Rows of a bucket of keys, about: their keys, numbers and places are some 30 bytes each.
    private const int BucketRows = 1024;

    // How many records ahead are asked for.
    private const int Ahead = 12;

    private readonly List<KeyGroups> _split = [];
    private readonly List<int> _rows = [];
    private readonly List<int> _ends = [];
    private readonly List<SkippedGroup> _skipped = [];
    private readonly long[] _pairsBySize = new long[Caps.Length + 1];

    /// <summary>The pass.</summary>
    public int Pass => pass;

    /// <summary>Rows, group by group.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>Where each group ends.</summary>
    public ReadOnlySpan<int> Ends => CollectionsMarshal.AsSpan(_ends);

    /// <summary>Pairs in groups that as many caps of the ladder allow, largest first; place 0 is for those above all caps.</summary>
    public ReadOnlySpan<long> PairsBySize => _pairsBySize;

    /// <summary>Pairs to compare once refined, met before or not.</summary>
    public long Pairs { get; private set; }

    /// <summary>Groups left out.</summary>
    public IReadOnlyList<SkippedGroup> Skipped => _skipped;

    /// <summary>Second stage: finds the groups of two and more.</summary>
    public void Collect()
    {
        var (shift, begins) = Buckets();
        var (keys, rows) = (ArrayPool<ulong>.Shared.Rent(begins[^1]), ArrayPool<int>.Shared.Rent(begins[^1]));
        Scatter(keys, rows, shift, [.. begins]);
        var groups = new KeyGroups();
        for (var bucket = 0; bucket + 1 < begins.Length; bucket++)
        {
            Collect(groups, keys.AsSpan(begins[bucket]..begins[bucket + 1]), rows.AsSpan(begins[bucket]..begins[bucket + 1]));
        }

        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(rows);
    }

    /// <summary>Third stage: tells groups above the cap apart by the next field, and leaves out what is still too large.</summary>
    public void Refine(int cap)
    {
        if (PairsBySize[..(Caps.IndexOf(cap) + 1)].IndexOfAnyExcept(0) < 0 && Caps.Contains(cap))
        {
            Pairs = _pairsBySize.Sum();
            return;
        }

        var (rows, ends) = (_rows.ToArray(), _ends.ToArray());
        _rows.Clear();
        _ends.Clear();
        for (int group = 0, start = 0; group < ends.Length; start = ends[group++])
        {
            var members = rows.AsSpan(start, ends[group] - start);
            if (members.Length <= cap)
            {
                Keep(members);
            }
            else
            {
                Split(members, cap, 0);
            }
        }
    }

    /// <summary>How many caps of the ladder allow a group of that size; 0 means it is above all.</summary>
    internal static int PlaceOf(int size)
    {
        var place = 0;
        while (place < Caps.Length && size <= Caps[place])
        {
            place++;
        }

        return place;
    }

    /// <summary>Pairs of a group of that size.</summary>
    internal static long PairsOf(int size) => (long)size * (size - 1) / 2;

    private void Collect(KeyGroups groups, ReadOnlySpan<ulong> keys, Span<int> rows)
    {
        var count = groups.Arrange(keys, rows);
        for (int group = 0, start = 0; group < count; start = groups.EndOf(group++))
        {
            var members = rows[start..groups.EndOf(group)];
            if (members.Length > 1)
            {
                _rows.AddRange(members);
                _ends.Add(_rows.Count);
                _pairsBySize[PlaceOf(members.Length)] += PairsOf(members);
            }
        }
    }

    /// <summary>Where the entries of each bucket of keys begin, with the end of the last: so many that what one holds stays in the processor's cache.</summary>
    private (int Shift, int[] Begins) Buckets()
    {
        var shift = 64 - Math.Clamp(BitOperations.Log2((uint)(index.Table.Count / slices / BucketRows) + 1), 1, 16);
        var begins = new int[(1 << (64 - shift)) + 1];
        for (var row = 0; row < index.Table.Count; row++)
        {
            var key = index.Final(pass, row);
            if (IsHere(key))
            {
                begins[BucketOf(key, shift) + 1]++;
            }
        }

        for (var bucket = 1; bucket < begins.Length; bucket++)
        {
            begins[bucket] += begins[bucket - 1];
        }

        return (shift, begins);
    }

    private void Scatter(ulong[] keys, int[] rows, int shift, int[] next)
    {
        for (var row = 0; row < index.Table.Count; row++)
        {
            var key = index.Final(pass, row);
            if (IsHere(key))
            {
                var at = next[BucketOf(key, shift)]++;
                (keys[at], rows[at]) = (key, row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsHere(ulong key) => key != 0 && (slices == 1 || (int)Math.BigMul(key, (ulong)slices, out _) == slice);

    // Other bits than those that chose the slice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BucketOf(ulong key, int shift) => (int)(key * 0xD6E8_FEB8_6659_FD93 >> shift);

    private void Split(Span<int> members, int cap, int depth)
    {
        if (depth == index.Keys[pass].Refine.Length)
        {
            if (members.Length <= cap)
            {
                Keep(members);
            }
            else
            {
                Skip(members);
            }

            return;
        }

        var keys = ArrayPool<ulong>.Shared.Rent(members.Length);
        Refined(members, keys, index.Keys[pass].Refine[depth]);
        var groups = _split.Count > depth ? _split[depth] : null;
        if (groups is null)
        {
            _split.Add(groups = new KeyGroups());
        }

        var count = groups.Arrange(keys.AsSpan(0, members.Length), members);
        for (int group = 0, start = 0; group < count; start = groups.EndOf(group++))
        {
            SplitOff(members[start..groups.EndOf(group)], groups.KeyOf(group), cap, depth);
        }

        ArrayPool<ulong>.Shared.Return(keys);
    }

    private void Refined(ReadOnlySpan<int> members, ulong[] keys, KeyPart part)
    {
        for (var i = 0; i < members.Length; i++)
        {
            if (i + Ahead < members.Length)
            {
                index.PrefetchRecord(members[i + Ahead]);
            }

            keys[i] = index.Refine(index.Final(pass, members[i]), members[i], part);
        }
    }

    private void SplitOff(Span<int> members, ulong key, int cap, int depth)
    {
        // Without the part (key 0) they keep their key, and the next part is tried on them.
        foreach (var row in members)
        {
            index.SetFinal(pass, row, key != 0 ? key : index.Final(pass, row) ^ WithoutPart);
        }

        if (key != 0 && members.Length <= Math.Min(cap, RefinedCap))
        {
            Keep(members);
        }
        else
        {
            Split(members, cap, depth + 1);
        }
    }

    private void Keep(ReadOnlySpan<int> members)
    {
        if (members.Length > 1)
        {
            _rows.AddRange(members);
            _ends.Add(_rows.Count);
            Pairs += PairsOf(members);
        }
    }

    private void Skip(ReadOnlySpan<int> members)
    {
        foreach (var row in members)
        {
            index.SetFinal(pass, row, 0);
        }

        if (members.Length > 1)
        {
            _skipped.Add(new SkippedGroup(pass, members.Length, members[0]));
        }
    }

    private static long PairsOf(ReadOnlySpan<int> members) => PairsOf(members.Length);
}
