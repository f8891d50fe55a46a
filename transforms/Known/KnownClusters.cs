using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Known;

/// <summary>Who is one person among those that some pair touches; everybody else is alone. Made of the pairs of <see cref="KnownMatch"/> as clustering everybody makes them.</summary>
public sealed class KnownClusters
{
    private readonly Dictionary<int, int> _places;
    private readonly int[] _rows;
    private readonly Clusters _clusters;

    /// <summary>Clusters the pairs at or above the review line. <paramref name="judged"/> may force two rows together (true) or apart (false).</summary>
    public KnownClusters(KnownChanges changes, KnownMatch match, Func<int, int, bool?>? judged = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(match);
        ScoredPair[] pairs = [.. match.Pairs.Where(p => p.Weight >= match.Lines.Review)];
        _rows = [.. pairs.Select(p => p.Left).Distinct().Order(), .. pairs.Select(p => p.Right).Distinct().Order()];
        _places = Enumerable.Range(0, _rows.Length).ToDictionary(place => _rows[place]);
        using var table = new PersonTable(_rows.Length);
        foreach (var row in _rows)
        {
            if (table.Count > 0 && table.LeftCount == 0 && !changes.IsLeft(row))
            {
                table.EndLeft();
            }

            table.Add(changes[row].Person.Memory);
        }

        table.Complete();
        var clusterer = new Clusterer(table, match.Comparer, match.Lines);
        _clusters = clusterer.Apply(
            [.. pairs.Select(p => p with { Left = _places[p.Left], Right = _places[p.Right] })], judged is null ? null : (one, other) => judged(_rows[one], _rows[other]));
    }

    /// <summary>Pairs kept apart although their weight says otherwise, by left and right row.</summary>
    public IEnumerable<(int Left, int Right)> Ambiguous => _clusters.Ambiguous.Select(p => (_rows[p.Left], _rows[p.Right]));

    /// <summary>Whether two rows are one person.</summary>
    public bool Same(int left, int right) =>
        left == right || (_places.TryGetValue(left, out var one) && _places.TryGetValue(right, out var other) && _clusters.Same(one, other));
}
