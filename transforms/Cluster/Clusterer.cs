using System.Runtime.InteropServices;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Cluster;

/// <summary>
/// Makes clusters of scored pairs: within each component of pairs worth looking at, the two clusters whose pairs weigh most on the mean become one, as
/// long as the guards of <see cref="ClusterOptions"/> hold. Pairs of a component that no key brought together are weighed then. The result hangs on no
/// order: ties are broken by what the records hold.
/// </summary>
public sealed class Clusterer(PersonTable table, PairComparer comparer, ClusterOptions options)
{
    /// <summary>Components above this many records are cut at a higher weight first.</summary>
    public const int MaxComponent = 400;

    private const int CutStep = 200;

    private readonly List<(int Left, int Right)> _ambiguous = [];
    private readonly int[] _of = new int[table.Count];

    /// <summary>The clusters of pairs in any order. <paramref name="judged"/> may force a pair together (true) or apart (false).</summary>
    public Clusters Apply(IReadOnlyList<ScoredPair> pairs, Func<int, int, bool?>? judged = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        for (var row = 0; row < _of.Length; row++)
        {
            _of[row] = row;
        }

        Split([.. pairs.Where(p => p.Weight >= options.Review)], options.Review, judged);
        _ambiguous.Sort();
        return new Clusters(_of) { Ambiguous = _ambiguous };
    }

    private void Split(List<ScoredPair> pairs, int line, Func<int, int, bool?>? judged)
    {
        var sets = new UnionFind(table.Count);
        foreach (var pair in pairs)
        {
            sets.Union(pair.Left, pair.Right);
        }

        pairs.Sort((x, y) => (sets.Find(x.Left), x.Left, x.Right).CompareTo((sets.Find(y.Left), y.Left, y.Right)));
        for (var start = 0; start < pairs.Count;)
        {
            var root = sets.Find(pairs[start].Left);
            var end = start + 1;
            while (end < pairs.Count && sets.Find(pairs[end].Left) == root)
            {
                end++;
            }

            Component(pairs.GetRange(start, end - start), line, judged);
            start = end;
        }
    }

    private void Component(List<ScoredPair> pairs, int line, Func<int, int, bool?>? judged)
    {
        var rows = new SortedSet<int>();
        foreach (var pair in pairs)
        {
            rows.Add(pair.Left);
            rows.Add(pair.Right);
        }

        if (rows.Count > MaxComponent)
        {
            // Too large to weigh every pair: the weakest links go first.
            var higher = line + CutStep;
            Split([.. pairs.Where(p => p.Weight >= higher)], higher, judged);
            return;
        }

        if (pairs.TrueForAll(p => p.Weight < options.Match && judged is null))
        {
            return;
        }

        var component = new Component(table, comparer, options, [.. rows], judged);
        component.Agglomerate();
        component.WriteTo(_of, _ambiguous);
    }
}
