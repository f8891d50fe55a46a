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
    private const int RefinedCap = 12;

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
        var (keys, rows) = Entries();
        CollectionsMarshal.AsSpan(keys).Sort(CollectionsMarshal.AsSpan(rows));
        for (var start = 0; start < keys.Count;)
        {
            var end = start + 1;
            while (end < keys.Count && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                _rows.AddRange(CollectionsMarshal.AsSpan(rows)[start..end]);
                _ends.Add(_rows.Count);
                _pairsBySize[PlaceOf(end - start)] += PairsOf(CollectionsMarshal.AsSpan(rows)[start..end]);
            }

            start = end;
        }
    }

    /// <summary>Third stage: tells groups above the cap apart by the next field, and leaves out what is still too large.</summary>
    public void Refine(int cap)
    {
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

    private static int PlaceOf(int size)
    {
        var place = 0;
        while (place < Caps.Length && size <= Caps[place])
        {
            place++;
        }

        // Allowed by caps 0 .. place-1; 0 means above all caps.
        return place;
    }

    private (List<ulong> Keys, List<int> Rows) Entries()
    {
        var count = index.Table.Count;
        var keys = new List<ulong>(count / slices);
        var rows = new List<int>(count / slices);
        for (var row = 0; row < count; row++)
        {
            var key = index.Final(pass, row);
            if (key != 0 && (int)(((UInt128)key * (uint)slices) >> 64) == slice)
            {
                keys.Add(key);
                rows.Add(row);
            }
        }

        return (keys, rows);
    }

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

        var part = index.Keys[pass].Refine[depth];
        var keys = new ulong[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            keys[i] = index.Refine(index.Final(pass, members[i]), members[i], part);
        }

        keys.AsSpan().Sort(members);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            SplitOff(members[start..end], keys[start], cap, depth);
            start = end;
        }
    }

    private void SplitOff(Span<int> members, ulong key, int cap, int depth)
    {
        // Without the part (key 0) they keep their key, and the next part is tried on them.
        foreach (var row in members)
        {
            index.SetFinal(pass, row, key != 0 ? key : index.Final(pass, row) ^ 0x5851_F42D_4C95_7F2D);
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

    private static long PairsOf(ReadOnlySpan<int> members) => (long)members.Length * (members.Length - 1) / 2;
}
