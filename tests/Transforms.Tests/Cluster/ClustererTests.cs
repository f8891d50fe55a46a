using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;
using ContactSync.Transforms.Tests.People;

namespace ContactSync.Transforms.Tests.Cluster;

/// <summary>Who becomes one person.</summary>
public sealed class ClustererTests
{
    private static readonly string?[][] Twins =
    [
        ["Ann", "Lee", "1971-06-24", "ann@example.org"], ["Ann", "Lee", "1971-06-24", "ann@example.org"], ["Ann", "Lee", "1971-06-24", null], ["Bob", "Ray", "1950-01-02", "bob@example.org"],
    ];

    [Fact]
    public void Pairs_in_any_order_give_the_same_clusters()
    {
        using var table = Folk.Table(Twins);
        var comparer = Folk.Comparer(table);
        var pairs = Pairs(table, comparer);

        var one = Of(new Clusterer(table, comparer, Lines(UniqueSide.None)).Apply(pairs));
        var other = Of(new Clusterer(table, comparer, Lines(UniqueSide.None)).Apply([.. pairs.AsEnumerable().Reverse()]));

        Assert.Equal([0, 0, 0, 3], one);
        Assert.Equal(one, other);
    }

    [Fact]
    public void A_unique_side_holds_nobody_twice_and_an_even_choice_is_left_to_people()
    {
        using var table = Folk.Table([Twins[0]], [Twins[1], Twins[1]]);
        var comparer = Folk.Comparer(table);

        var clusters = new Clusterer(table, comparer, Lines(UniqueSide.Org)).Apply(Pairs(table, comparer));

        Assert.Equal([0, 1, 2], Of(clusters));
        Assert.NotEmpty(clusters.Ambiguous);
    }

    [Fact]
    public void What_a_person_said_comes_before_any_evidence()
    {
        using var table = Folk.Table(Twins);
        var comparer = Folk.Comparer(table);
        var pairs = Pairs(table, comparer);
        pairs.Add(new ScoredPair(2, 3, int.MaxValue / 4, -1));

        var clusters = new Clusterer(table, comparer, Lines(UniqueSide.None)).Apply(
            pairs, (l, r) => (Math.Min(l, r), Math.Max(l, r)) switch { (0, 1) => false, (2, 3) => true, _ => null });

        Assert.False(clusters.Same(0, 1));
        Assert.True(clusters.Same(2, 3));
    }

    private static ClusterOptions Lines(UniqueSide unique) => new(1000, 0, 500, 300, unique);

    private static List<ScoredPair> Pairs(PersonTable table, PairComparer comparer) =>
        [.. from l in Enumerable.Range(0, table.Count) from r in Enumerable.Range(l + 1, table.Count - l - 1) select new ScoredPair(l, r, comparer.Score(table[l], table[r]), 0)];

    private static int[] Of(Clusters clusters) => [.. Enumerable.Range(0, clusters.Count).Select(clusters.Of)];
}
