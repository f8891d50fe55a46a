using ContactSync.Transforms.Match;
using ContactSync.Transforms.Tests.People;

namespace ContactSync.Transforms.Tests.Match;

/// <summary>What two records weigh at most is never less than what they weigh.</summary>
public sealed class PairBoundTests
{
    private static readonly string[] Firsts = ["Ann", "Elizabeth", "Liz", "Beth", "Alex", "Alexandra", "A", "Jo Hildegund", "Johildegund", "Christopher", "Chr", "José", "山田", "Mary Ann", "Lee", ""];
    private static readonly string[] Lasts = ["Lee", "O'Neil", "Oneill", "van der Berg", "Berg", "Fernández-Villaverde", "Villaverde", "Smith Jr", "Smith Sr", "Elizabeth", "Ann", "Smithson", "L", "太郎", ""];
    private static readonly string[] Births = ["1971-06-24", "1971-06-25", "1971-24-06", "1970-06-24", "1990-01-01", "1971", ""];
    private static readonly string[] Emails = ["ann.lee@example.org", "annlee@example.org", "ann.lee@example.net", "a@nn.lee.org", "ann.lee1@example.org", "annl.ee@gmail.com", "ann.lee+x@gmail.com", "info@example.org", "josé@exämple.org", "annlee.example.org", ""];
    private static readonly string[] Phones = ["+14155552671", "4155552671", "+14155552672", "+12125552671", "+4930123456", "5551", ""];
    private static readonly string[] Streets = ["12 Main Street", "12 Mian Street", "21 Oak", "21 Oak Park Lane West", "Straße der Einheit 5", "7 Supercalifragilisticexpialidocious", "7 Superkalifragilistikexpialidozious", "Xyz 3", ""];
    private static readonly string[] Cities = ["Springfield", "Sprngfield", "Köln", "Koeln", "New York", "York", "NewYork", "東京", "Llanfairpwllgwyngyllgogerychwyrndrobwll", "Llanfairpwllgwyngyllgogerychwyrnxbwqjkz", ""];
    private static readonly string[] Postcodes = ["12345", "12354", "12346", "12399", "99999", "SW1A 1AA", "SW1A 2AA", "123456789", ""];
    private static readonly string[] Countries = ["Germany", "de", "us", ""];
    private static readonly string[] Middles = ["", "", "", "Ann", "Christopher Lee", "B"];
    private static readonly string[] Ids = ["", "", "", "x1", "x2"];

    [Fact]
    public void The_bound_of_any_two_people_holds()
    {
        var random = new Random(20_261_122);
        string Of(string[] values) => values[random.Next(values.Length)];
        using var table = Folk.Table(Enumerable.Range(0, 700).Select(_ => new string?[]
        {
            Of(Firsts), Of(Lasts), Of(Births), Of(Emails), Of(Phones), Of(Streets), Of(Cities), Of(Postcodes), Of(Countries), Of(Middles), "", Of(Ids),
        }));
        var comparer = Folk.Comparer(table);
        using var traits = Folk.Traits(table, comparer);
        var bound = new PairBound(comparer.Weights);
        Assert.False(bound.Unbounded);

        var told = 0;
        for (var left = 0; left < table.Count; left++)
        {
            for (var right = 0; right < table.Count; right++)
            {
                var (most, weight) = (bound.Most(traits[left], traits[right], out var names, out var email), comparer.Score(table[left], table[right]));
                Assert.True(most >= weight, $"{left} and {right} weigh {weight}, more than {most}");
                var early = comparer.Score(table[left], table[right], 800, most - names, email);
                Assert.True(weight >= 800 ? early == weight : early < 800, $"{left} and {right} weigh {weight}, not {early}");
                told += most < 800 ? 1 : 0;
            }
        }

        Assert.True(told > 700 * 700 / 10, $"only {told} pairs of strangers are told by their traits");
    }

    [Fact]
    public void A_model_that_rewards_what_sets_two_people_apart_is_compared_in_full()
    {
        using var table = Folk.Table(new string?[] { "Ann", "Lee" });

        Assert.True(new PairBound(Folk.Comparer(table, Folk.Model with { Household = 100 }).Weights).Unbounded);
    }
}
