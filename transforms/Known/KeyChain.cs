using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Known;

/// <summary>
/// The keys a record can have in one pass: that of all parts at level 0, and at each further level the one before told apart by one more field. They hang on the record alone; which of
/// them counts hangs on how many records share each: the first level at which the group is small enough. <see cref="CandidateUnit.Refine"/> comes to the same.
/// </summary>
internal sealed class KeyChain(CandidateKey key, KeyMaker maker)
{
    private readonly KeyPart[] _parts = ImmutableCollectionsMarshal.AsArray(key.Parts)!;

    /// <summary>The last level; what is too large there is left out.</summary>
    public int Last => key.Refine.Length;

    /// <summary>The key at level 0; 0 where the record has none.</summary>
    public ulong Start(Person person) => maker.Of(person, _parts);

    /// <summary>The key at the level after <paramref name="level"/>, and whether the record has the field that tells apart.</summary>
    public (ulong Key, bool IsTold) Next(ulong before, Person person, int level)
    {
        var refined = maker.Refine(before, person, key.Refine[level]);
        return refined != 0 ? (refined, true) : (before ^ CandidateUnit.WithoutPart, false);
    }

    /// <summary>Whether the records of a group are compared with each other at its level; if not, they go on to the next.</summary>
    public bool Holds(int level, bool isTold, int records, int cap) =>
        level == 0 || level == Last ? records <= cap : isTold && records <= Math.Min(cap, CandidateUnit.RefinedCap);
}
