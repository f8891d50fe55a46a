using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.Tests.People;

namespace ContactSync.Transforms.Tests.Candidates;

/// <summary>Which records are brought together, and how often.</summary>
public sealed class CandidateUnitTests
{
    [Fact]
    public void A_pair_that_two_keys_bring_together_is_compared_once()
    {
        using var table = Folk.Table([["Ann", "Lee", null, "ann@example.org"], ["Ann", "Lee", null, "ann@example.org"], ["Lee", "Ann", null, "other@example.org"]]);
        var index = Keyed(table, cap: 100, out var units);
        var comparer = Folk.Comparer(table);
        using var traits = Folk.Traits(table, comparer);
        var finder = new PairFinder(index, comparer, traits, PairScope.All, int.MinValue);
        var found = new List<ScoredPair>();

        var compared = units.Sum(u => finder.Compare(u, 0, u.Ends.Length, found));

        Assert.Equal(3, compared);
        Assert.Equal([(0, 1, 0), (0, 2, 1), (1, 2, 1)], found.Select(f => (f.Left, f.Right, f.Pass)).Order());
    }

    [Theory]
    [InlineData(true, true, 6)]
    [InlineData(true, false, 5)]
    [InlineData(false, true, 5)]
    [InlineData(false, false, 4)]
    public void Only_pairs_of_the_scope_are_compared(bool withinLeft, bool withinRight, int expected)
    {
        string?[] ann = ["Ann", "Lee", null, "ann@example.org"];
        using var table = Folk.Table([ann, ann], [ann, ann]);
        var index = Keyed(table, cap: 100, out var units);
        var comparer = Folk.Comparer(table);
        using var traits = Folk.Traits(table, comparer);
        var finder = new PairFinder(index, comparer, traits, new PairScope(withinLeft, withinRight), int.MinValue);
        var found = new List<ScoredPair>();

        var compared = units.Sum(u => finder.Compare(u, 0, u.Ends.Length, found));

        Assert.Equal(expected, compared);
        Assert.Equal(expected, found.Select(f => (f.Left, f.Right)).Distinct().Count());
    }

    [Fact]
    public void A_blank_key_brings_nobody_together()
    {
        using var table = Folk.Table(Enumerable.Range(0, 50).Select(_ => new string?[] { null, null, null, null }));
        Keyed(table, cap: 100, out var units);

        Assert.All(units, u => Assert.Equal(0, u.Ends.Length));
    }

    [Fact]
    public void A_group_too_large_is_told_apart_and_what_stays_too_large_is_named()
    {
        var shared = Enumerable.Range(0, 40).Select(i => new string?[] { $"a{i}", i < 30 ? "smith" : $"b{i / 2}", null, "info@example.org" });
        using var table = Folk.Table(shared);
        Keyed(table, cap: 20, out var units);

        var email = units[0];
        Assert.Equal(30, Assert.Single(email.Skipped).Records);
        Assert.Equal(10 * 9 / 2, email.Pairs);
    }

    private static CandidateIndex Keyed(ContactSync.Transforms.People.PersonTable table, int cap, out CandidateUnit[] units)
    {
        var index = new CandidateIndex(table, Folk.Model.Keys, new KeyMaker(Folk.Lists.Nicknames));
        index.MakeKeys(0, table.Count);
        units = [.. Enumerable.Range(0, index.Keys.Length).Select(pass => new CandidateUnit(index, pass, 0, 1))];
        foreach (var unit in units)
        {
            unit.Collect();
            unit.Refine(cap);
        }

        return index;
    }
}
