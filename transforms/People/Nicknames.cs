using System.Text;
using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.People;

/// <summary>
/// Which given names may be one person's: sets that a name can be in several of, since Alex is Alexander and Alexandra. Two names are related when a
/// set holds both. No name stands for another.
/// </summary>
public sealed class Nicknames
{
    // Open addressing: every record asks four times, and nearly all names are in no set.
    private readonly ulong[] _names;
    private readonly int[][] _sets;

    private Nicknames(Dictionary<ulong, int[]> sets)
    {
        _names = new ulong[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 4 * sets.Count))];
        _sets = new int[_names.Length][];
        foreach (var (name, numbers) in sets)
        {
            var at = (int)name & (_names.Length - 1);
            while (_sets[at] is not null)
            {
                at = (at + 1) & (_names.Length - 1);
            }

            (_names[at], _sets[at]) = (name, numbers);
        }
    }

    /// <summary>No names at all.</summary>
    public static Nicknames None { get; } = new([]);

    /// <summary>
    /// Reads lines of folded names with commas between: a formal name and those that are short for it. A line that starts with # is a remark.
    /// </summary>
    public static Nicknames Parse(string lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var sets = new Dictionary<ulong, List<int>>();
        var number = 0;
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(l => l[0] != '#'))
        {
            number++;
            foreach (var name in line.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var key = KeyHash.Of(Encoding.UTF8.GetBytes(name));
                if (!sets.TryGetValue(key, out var list))
                {
                    sets.Add(key, list = []);
                }

                list.Add(number);
            }
        }

        return new Nicknames(sets.ToDictionary(s => s.Key, s => s.Value.Distinct().Order().ToArray()));
    }

    /// <summary>Whether some set holds both names; equal names are not looked up.</summary>
    public bool AreRelated(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (Find(KeyHash.Of(left)) is not { } ofLeft || Find(KeyHash.Of(right)) is not { } ofRight)
        {
            return false;
        }

        for (int i = 0, j = 0; i < ofLeft.Length && j < ofRight.Length;)
        {
            if (ofLeft[i] == ofRight[j])
            {
                return true;
            }

            _ = ofLeft[i] < ofRight[j] ? i++ : j++;
        }

        return false;
    }

    /// <summary>Whether some set holds the name.</summary>
    public bool Has(ReadOnlySpan<byte> name) => Find(KeyHash.Of(name)) is not null;

    /// <summary>A number that related names often share, for candidate keys only: that of the first set, or the name's own hash.</summary>
    public ulong KeyOf(ReadOnlySpan<byte> name)
    {
        var key = KeyHash.Of(name);
        return Find(key) is { } sets ? (ulong)sets[0] : key;
    }

    private int[]? Find(ulong name)
    {
        var at = (int)name & (_names.Length - 1);
        while (_sets[at] is { } sets)
        {
            if (_names[at] == name)
            {
                return sets;
            }

            at = (at + 1) & (_names.Length - 1);
        }

        return null;
    }
}
