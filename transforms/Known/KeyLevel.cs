using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.Known;

/// <summary>The rows of a pass that arrive at a level, with their keys there: at level 0 all that take part, at each further one those of groups that were too large.</summary>
internal sealed class KeyLevel(IKnownRecords records, KeyChain chain)
{
    // Above so many times the cap a group's rows are not kept: changes would have to take half of it away before they were asked for.
    private const int FarAbove = 2;
    private const int FarRows = 64;

    private ulong[] _keys = [];
    private int[] _rows = [];
    private HashSet<ulong> _untold = [];

    /// <summary>Makes the keys of level 0; returns the pairs of groups by size, as <see cref="CandidateUnit.PairsBySize"/> has them.</summary>
    public long[] Start()
    {
        var (keys, rows) = (new List<ulong>(), new List<int>());
        for (var row = 0; row < records.Count; row++)
        {
            var record = records[row];
            if (record.TakesPart && chain.Start(record.Person) is not 0 and var key)
            {
                keys.Add(key);
                rows.Add(row);
            }
        }

        (_keys, _rows) = ([.. keys], [.. rows]);
        var sizes = new long[CandidateUnit.Caps.Length + 1];
        using var builder = new GroupIndexBuilder(_keys, _rows);
        builder.Build((_, members) =>
        {
            sizes[CandidateUnit.PlaceOf(members.Length)] += CandidateUnit.PairsOf(members.Length);
            return false;
        });
        return sizes;
    }

    /// <summary>Writes the groups of this level, and goes on to the next with those that are too large.</summary>
    public GroupIndexPlace Write(KnownSections sections, int level, int cap)
    {
        var tooLarge = new List<(ulong Key, int Row)>();
        using var builder = new GroupIndexBuilder(_keys, _rows);
        builder.Build((key, members) =>
        {
            var holds = chain.Holds(level, !_untold.Contains(key), members.Length, cap);
            if (!holds && level < chain.Last)
            {
                foreach (var row in members)
                {
                    tooLarge.Add((key, (int)row));
                }
            }

            return holds || members.Length <= (FarAbove * cap) + FarRows;
        });
        var place = builder.Write(sections);
        (_keys, _rows) = (new ulong[tooLarge.Count], new int[tooLarge.Count]);
        var untold = new HashSet<ulong>();
        for (var i = 0; i < tooLarge.Count; i++)
        {
            var (key, isTold) = chain.Next(tooLarge[i].Key, records[tooLarge[i].Row].Person, level);
            (_keys[i], _rows[i]) = (key, tooLarge[i].Row);
            if (!isTold)
            {
                untold.Add(key);
            }
        }

        _untold = untold;
        return place;
    }
}
