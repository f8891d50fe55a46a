using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;
using ContactSync.Transforms.Tests.People;

namespace ContactSync.Transforms.Tests.Match;

/// <summary>What evidence weighs.</summary>
public sealed class PairComparerTests
{
    private static readonly string?[][] People =
    [
        ["Elizabeth", "O'Neil", "1971-06-24", "liz@example.org", "+14155552671", "12 Main Street", "Springfield", "12345"],
        ["Liz", "ONeill", "1971-06-25", "liz@example.org", "4155552671", "12 Main St", "Sprngfield", "12345"],
        ["O'Neil", "Elizabeth", null, null, null, null, null, null],
        ["Frank", "O'Neil", "1969-01-02", null, "+14155552671", "12 Main Street", "Springfield", "12345"],
        ["José María de las Mercedes Bárbara Altagracia Concepción del Rosario", "Fernández-Villaverde y Roca de Togores Martínez de Irujo Álvarez", "1971-06-24", "josé@exämple.org", null, "Straße der Einheit 5", "Köln", "50667"],
        ["Jose Maria de las Mercedes Barbara Altagracia Concepcion del Rosaryo", "Fernandez Villaverde y Roca de Togores Martinez de Irujo Alvarez", "1971-06-24", null, null, "Strasse der Einheit 5", "Koln", "50667"],
        ["山田", "太郎", null, "yamada@example.jp", null, null, "東京", null],
        ["Alex", "Smith", "1980", null, null, null, null, null],
        ["", "", null, null, null, null, null, null],
    ];

    [Fact]
    public void Every_pair_weighs_the_same_from_either_side()
    {
        using var table = Folk.Table(People);
        var comparer = Folk.Comparer(table);

        foreach (var (left, right) in Pairs(table))
        {
            Assert.Equal(comparer.Score(table[left], table[right]), comparer.Score(table[right], table[left]));
        }
    }

    [Fact]
    public void Giving_up_early_never_changes_what_is_kept()
    {
        using var table = Folk.Table(People);
        var comparer = Folk.Comparer(table);

        foreach (var (left, right) in Pairs(table))
        {
            var whole = comparer.Score(table[left], table[right]);
            Assert.Equal(whole, comparer.Score(table[left], table[right], whole));
            Assert.True(comparer.Score(table[left], table[right], whole + 1) <= whole || whole == comparer.Score(table[left], table[right], whole));
            Assert.True(comparer.Score(table[left], table[right], whole + 1) < whole + 1);
        }
    }

    [Fact]
    public void Comparing_allocates_nothing_whatever_the_script_and_length()
    {
        using var table = Folk.Table(People);
        var comparer = Folk.Comparer(table);
        var sum = 0L;

        var allocated = Allocations.LeastOf(() =>
        {
            for (var round = 0; round < 200; round++)
            {
                for (var left = 0; left < table.Count; left++)
                {
                    for (var right = 0; right < table.Count; right++)
                    {
                        sum += comparer.Score(table[left], table[right], 500);
                    }
                }
            }
        });

        Assert.Equal(0, allocated);
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void More_that_agrees_weighs_more()
    {
        using var table = Folk.Table([["Ann", "Lee"], ["Ann", "Lee", "1971-06-24"], ["Ann", "Lee", "1971-06-24", "ann@example.org"], ["Ann", "Lee", "1971-06-24", "ann@example.org", "+14155552671"]]);
        var comparer = Folk.Comparer(table);

        var weights = Enumerable.Range(0, 4).Select(row => comparer.Score(table[row], table[3])).ToArray();

        Assert.Equal(weights.Order(), weights);
        Assert.Equal(4, weights.Distinct().Count());
    }

    [Fact]
    public void Two_of_a_household_are_two_people()
    {
        using var table = Folk.Table(People);
        var comparer = Folk.Comparer(table);

        Assert.True(comparer.Score(table[0], table[3]) < comparer.Score(table[0], table[1]) - 2000);
    }

    [Fact]
    public void Junior_and_senior_are_two_people()
    {
        using var table = Folk.Table([["John", "Smith Jr", "1971-06-24", "j@example.org"], ["John", "Smith Sr", "1971-06-24", "j@example.org"]]);

        Assert.True(Folk.Comparer(table).Score(table[0], table[1]) < 0);
    }

    [Fact]
    public void Names_in_each_others_place_are_found()
    {
        using var table = Folk.Table(People);
        var findings = new Finding[PairComparer.FindingCount];

        Folk.Comparer(table).Compare(table[0], table[2], findings);

        Assert.Equal(Level.Swapped, findings[(int)Comparison.First].Level);
        Assert.True(findings[(int)Comparison.First].Weight + findings[(int)Comparison.Last].Weight > 500);
    }

    [Fact]
    public void A_common_value_weighs_less()
    {
        var people = Enumerable.Range(0, 300).Select(i => new string?[] { $"first{i}", i < 200 ? "smith" : $"zbrzezny{i / 2}" }).ToArray();
        using var table = Folk.Table(people);
        var findings = new Finding[PairComparer.FindingCount];
        var comparer = Folk.Comparer(table);

        comparer.Compare(table[0], table[1], findings);
        var common = findings[(int)Comparison.Last].Weight;
        comparer.Compare(table[200], table[201], findings);

        Assert.True(findings[(int)Comparison.Last].Weight > common + 300);
    }

    private static IEnumerable<(int Left, int Right)> Pairs(PersonTable table) =>
        from left in Enumerable.Range(0, table.Count) from right in Enumerable.Range(0, table.Count) select (left, right);
}
