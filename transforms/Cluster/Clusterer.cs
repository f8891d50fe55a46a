using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Cluster;

/// <summary>
/// Makes clusters of scored pairs: within each component of pairs worth looking at, the two clusters whose pairs weigh most on the mean become one, as
/// long as the guards of <see cref="ClusterOptions"/> hold. Pairs of a component that no key brought together are weighed then. The result hangs on no
/// order: ties are broken by what the records hold.
/// </summary>
public sealed class Clusterer(PersonTable table, IPairWeigher weigher, ClusterOptions options)
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

        Split([.. pairs.Where(p => p.Weight >= options.Review)], new UnionFind(table.Count), row => row, options.Review, judged);
        _ambiguous.Sort();
        return new Clusters(_of) { Ambiguous = _ambiguous };
    }

    /// <summary>Parts the pairs into components and makes the clusters of each. <paramref name="placeOf"/> gives the place of a row in the sets.</summary>
    private void Split(ScoredPair[] pairs, UnionFind sets, Func<int, int> placeOf, int line, Func<int, int, bool?>? judged)
    {
        var places = new (int Left, int Right)[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            places[i] = (placeOf(pairs[i].Left), placeOf(pairs[i].Right));
            sets.Union(places[i].Left, places[i].Right);
        }

        // By component; the order within one does not matter.
        var order = new ulong[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            order[i] = ((ulong)sets.Find(places[i].Left) << 32) | (uint)i;
        }

        Array.Sort(order);
        for (var start = 0; start < pairs.Length;)
        {
            var end = start + 1;
            while (end < pairs.Length && order[end] >> 32 == order[start] >> 32)
            {
                end++;
            }

            if (end - start > 1 || !IsPairAlone(pairs[(int)(uint)order[start]], judged))
            {
                Component(Array.ConvertAll(order[start..end], o => pairs[(int)(uint)o]), line, judged);
            }

            start = end;
        }
    }

    /// <summary>Two records that no other pair touches, which most are: what <see cref="Cluster.Component"/> would find of them, without making one.</summary>
    private bool IsPairAlone(ScoredPair pair, Func<int, int, bool?>? judged)
    {
        if (judged?.Invoke(pair.Left, pair.Right) is not null)
        {
            return false;
        }

        var oneSide = table.IsLeft(pair.Left) == table.IsLeft(pair.Right);
        var heldTwice = table.HasTwoSides && oneSide && options.Unique switch
        {
            UniqueSide.Incoming => table.IsLeft(pair.Left),
            UniqueSide.Org => !table.IsLeft(pair.Left),
            UniqueSide.Both => true,
            _ => false,
        };
        if (pair.Weight >= options.Match && pair.Weight >= options.Cohesion && !heldTwice)
        {
            _of[pair.Right] = pair.Left;
        }

        return true;
    }

    private void Component(ScoredPair[] pairs, int line, Func<int, int, bool?>? judged)
    {
        int[] rows = [.. pairs.Select(p => p.Left).Concat(pairs.Select(p => p.Right)).Distinct().Order()];
        if (rows.Length > MaxComponent)
        {
            // Too large to weigh every pair: the weakest links go first.
            var higher = line + CutStep;
            Split([.. pairs.Where(p => p.Weight >= higher)], new UnionFind(rows.Length), row => Array.BinarySearch(rows, row), higher, judged);
            return;
        }

        if (Array.TrueForAll(pairs, p => p.Weight < options.Match) && judged is null)
        {
            return;
        }

        var component = new Component(table, weigher, options, rows, judged);
        component.Agglomerate();
        component.WriteTo(_of, _ambiguous);
    }
}
