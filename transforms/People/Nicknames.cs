using System.Text;
using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.People;

/// <summary>
/// Which given names may be one person's: sets that a name can be in several of, since Alex is Alexander and Alexandra. Two names are related when a
/// set holds both. No name stands for another.
/// </summary>
public sealed class Nicknames
{
    private readonly Dictionary<ulong, int[]> _sets;

    private Nicknames(Dictionary<ulong, int[]> sets) => _sets = sets;

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
        if (!_sets.TryGetValue(KeyHash.Of(left), out var ofLeft) || !_sets.TryGetValue(KeyHash.Of(right), out var ofRight))
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
    public bool Has(ReadOnlySpan<byte> name) => _sets.ContainsKey(KeyHash.Of(name));

    /// <summary>A number that related names often share, for candidate keys only: that of the first set, or the name's own hash.</summary>
    public ulong KeyOf(ReadOnlySpan<byte> name)
    {
        var key = KeyHash.Of(name);
        return _sets.TryGetValue(key, out var sets) ? (ulong)sets[0] : key;
    }
}
