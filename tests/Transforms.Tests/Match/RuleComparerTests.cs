using System.Collections.Immutable;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;
using ContactSync.Transforms.Tests.People;

namespace ContactSync.Transforms.Tests.Match;

/// <summary>Ordered rules: the first that holds decides, and how well pairs fit ranks them.</summary>
public sealed class RuleComparerTests
{
    private static readonly NamedRule ByEmail = Rule(
        "e-mail and names", new(PersonRole.Email, RuleMethod.Exact, 100), new(PersonRole.FirstName, RuleMethod.FirstName, 85), new(PersonRole.LastName, RuleMethod.LastName, 85));

    private static readonly NamedRule ByBirth = Rule("names and birth date", new(PersonRole.LastName, RuleMethod.Fuzzy, 80), new(PersonRole.DateOfBirth, RuleMethod.Exact, 100));

    private static readonly string?[][] People =
    [
        ["Elizabeth", "O'Neil", "1971-06-24", "liz@example.org", "+14155552671", "12 Main Street", "Springfield", "12345"],
        ["Liz", "ONeill", "1971-06-24", "liz@example.org", "4155552671", "12 Main St", "Sprngfield", "12345"],
        ["Liz", "ONeill", "1971-06-24", null, null, null, null, null],
        ["O'Neil", "Elizabeth", null, null, null, null, null, null],
        ["José María de las Mercedes Bárbara Altagracia Concepción del Rosario", "Fernández-Villaverde y Roca de Togores Martínez de Irujo Álvarez", "1971-06-24", "josé@exämple.org", null, "Straße der Einheit 5", "Köln", "50667"],
        ["山田", "太郎", null, "yamada@example.jp", null, null, "東京", null],
        ["", "", null, null, null, null, null, null],
    ];

    [Fact]
    public void The_first_rule_that_holds_decides_and_its_scores_rank_what_it_decides()
    {
        using var table = Folk.Table(People);
        var rules = Comparer(ByEmail, ByBirth);

        var (byEmail, byBirth) = (rules.Score(table[0], table[1]), rules.Score(table[1], table[2]));

        Assert.Equal((0, 1, -1), (rules.RuleOf(byEmail), rules.RuleOf(byBirth), rules.RuleOf(rules.Score(table[0], table[5]))));
        Assert.Equal(10 * (100 + 95 + 91) / 3, RuleComparer.MeanOf(byEmail));
        Assert.Equal(1000, RuleComparer.MeanOf(byBirth));
        Assert.True(byEmail > byBirth, "a rule that stands before another takes its pairs before, whatever they score");
    }

    [Fact]
    public void A_rule_says_what_each_of_its_conditions_scores()
    {
        using var table = Folk.Table(People);
        var conditions = new (int Score, bool Holds)[RuleSet.MaxConditions];

        Comparer(ByEmail).Explain(0, table[0], table[3], conditions);

        Assert.Equal([(0, false), (0, false), (0, false)], conditions[..3].Select(c => (c.Holds ? c.Score : 0, c.Holds)));
        Comparer(ByEmail).Explain(0, table[0], table[1], conditions);
        Assert.Equal([(100, true), (95, true), (91, true)], conditions[..3]);
    }

    [Theory]
    [InlineData(null, null, BlankMatch.NotAllowed, false)]
    [InlineData(null, null, BlankMatch.Match, true)]
    [InlineData("12345", null, BlankMatch.Match, false)]
    [InlineData(null, "12345", BlankMatch.Match, false)]
    [InlineData("12345", null, BlankMatch.NotAllowed, false)]
    [InlineData("12345", "12345", BlankMatch.NotAllowed, true)]
    public void A_blank_fails_or_two_of_them_agree(string? left, string? right, BlankMatch blank, bool holds)
    {
        using var table = Folk.Table(Folk.With(PersonRole.PostalCode, left), Folk.With(PersonRole.PostalCode, right));
        foreach (var atLeast in (int[])[0, 80])
        {
            Assert.Equal(holds, Comparer(Rule("zip", new RuleCondition(PersonRole.PostalCode, RuleMethod.Zip, atLeast, blank))).Score(table[0], table[1]) > 0);
        }
    }

    [Fact]
    public void What_two_rules_ask_alike_may_still_take_blanks_differently()
    {
        using var table = Folk.Table(Folk.With(PersonRole.FirstName, "Ann"), Folk.With(PersonRole.FirstName, "Ann"));
        var name = new RuleCondition(PersonRole.FirstName, RuleMethod.Exact, 100);
        var zip = new RuleCondition(PersonRole.PostalCode, RuleMethod.Zip, 80);
        var rules = Comparer(Rule("strict", name, zip), Rule("lenient", name, zip with { Blank = BlankMatch.Match }));

        Assert.Equal(1, rules.RuleOf(rules.Score(table[0], table[1])));
    }

    [Fact]
    public void Every_pair_ranks_the_same_from_either_side_and_nothing_is_allocated()
    {
        using var table = Folk.Table(People);
        var rules = Comparer([.. All()]);
        var sum = 0L;

        for (var left = 0; left < table.Count; left++)
        {
            for (var right = 0; right < table.Count; right++)
            {
                Assert.Equal(rules.Score(table[left], table[right]), rules.Score(table[right], table[left]));
            }
        }

        var allocated = Allocations.LeastOf(() =>
        {
            for (var round = 0; round < 100; round++)
            {
                for (var left = 0; left < table.Count; left++)
                {
                    for (var right = 0; right < table.Count; right++)
                    {
                        sum += rules.Score(table[left], table[right]);
                    }
                }
            }
        });
        Assert.Equal(0, allocated);
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void One_to_one_the_better_fit_is_taken_and_of_two_that_fit_equally_neither()
    {
        string?[] ann = ["Ann", "Lee", null, "ann@example.org"];
        using var apart = Folk.Table([ann], [ann, ["Anne", "Lee", null, "ann@example.org"]]);
        using var even = Folk.Table([ann], [ann, ann]);

        var better = Linked(apart, UniqueSide.Both);
        var neither = Linked(even, UniqueSide.Both);

        Assert.True(better.Same(0, 1));
        Assert.False(better.Same(0, 2));
        Assert.False(neither.Same(0, 1) || neither.Same(0, 2));
        Assert.NotEmpty(neither.Ambiguous);
        Assert.True(Linked(even, UniqueSide.None).Same(1, 2), "without a unique side, all that a rule holds for are one");
    }

    [Fact]
    public void Rules_that_contradict_themselves_make_no_set()
    {
        Assert.Throws<ArgumentException>(() => new RuleSet([]));
        Assert.Throws<ArgumentException>(() => new RuleSet([Rule("none")]));
        Assert.Throws<ArgumentException>(() => new RuleSet([ByEmail, ByEmail]));
        Assert.Throws<ArgumentException>(() => new RuleSet([Rule("line", new RuleCondition(PersonRole.City, RuleMethod.City, 101))]));
        Assert.Throws<ArgumentException>(() => new RuleSet([Rule("method", new RuleCondition(PersonRole.City, RuleMethod.Zip, 80))]));
    }

    private static IEnumerable<NamedRule> All() =>
        from role in Enum.GetValues<PersonRole>()
        from method in Enum.GetValues<RuleMethod>()
        where RuleMethods.Fits(method, role) && (method != RuleMethod.JaroWinkler || role == PersonRole.LastName)
        select Rule($"{role} {method}", new RuleCondition(role, method, 70, (int)role % 2 == 0 ? BlankMatch.Match : BlankMatch.NotAllowed), new RuleCondition(PersonRole.LastName, RuleMethod.LastName, 99));

    private static Clusters Linked(PersonTable table, UniqueSide unique)
    {
        using var index = new CandidateIndex(table, Folk.Model.Keys, new KeyMaker(Folk.Lists.Nicknames));
        index.MakeKeys(0, table.Count);
        var plan = new CandidatePlan(index);
        foreach (var unit in plan.Units)
        {
            unit.Collect();
        }

        plan.ChooseCaps();
        var rules = Comparer(ByEmail);
        var finder = new PairFinder(index, rules, PairScope.All);
        var found = new List<ScoredPair>();
        foreach (var unit in plan.Units)
        {
            unit.Refine(plan.CapOf(unit.Pass));
            finder.Compare(unit, 0, unit.Ends.Length, found);
        }

        return new Clusterer(table, rules, new ClusterOptions(RuleComparer.Least, 0, RuleComparer.Least, 1, unique)).Apply(found);
    }

    private static NamedRule Rule(string name, params ImmutableArray<RuleCondition> where) => new(name, where);

    private static RuleComparer Comparer(params ImmutableArray<NamedRule> rules) => new(new RuleSet(rules), Folk.Lists.Nicknames);
}
