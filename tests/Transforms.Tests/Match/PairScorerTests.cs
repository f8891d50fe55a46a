using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Match;

namespace ContactSync.Transforms.Tests.Match;

public class PairScorerTests
{
    private const string A = "003A000001aaaaaIAA";
    private const string B = "003A000001bbbbbIAA";
    private const string C = "003A000001cccccIAA";

    [Fact]
    public void Email_gives_600_and_each_name_up_to_200()
    {
        var index = Pairing.Index([A, "a@b.c", "ann", "lee", "1", "false"]);

        Assert.Equal($"1 {A} email 1000 200 200 best\n", Pairing.Dump(index, [["1", null, "a@b.c", "ann", "lee"]], 1));
        Assert.Equal($"1 {A} email 600 0 0 best\n", Pairing.Dump(index, [["1", null, "a@b.c", null, null]], 1));
        Assert.Equal($"1 {A} email 600 0 0 best\n", Pairing.Dump(index, [["1", null, "a@b.c", "bob", "stone"]], 1));
        Assert.Equal($"1 {A} email 900 150 150 best\n", Pairing.Dump(index, [["1", null, "a@b.c", "lee", "ann"]], 1));
    }

    [Fact]
    public void An_id_gives_1000_whatever_the_names()
    {
        var index = Pairing.Index([A, "a@b.c", "ann", "lee", "1", "false"]);

        Assert.Equal($"1 {A} id 1000 0 0 best\n", Pairing.Dump(index, [["1", A, null, "bob", "stone"]], 1));
    }

    [Fact]
    public void Pairs_rank_by_score_then_id_then_age_then_id_order()
    {
        var index = Pairing.Index(
            [C, "a@b.c", "ann", "lee", "5", "false"],
            [B, "a@b.c", "ann", "lee", "5", "false"],
            [A, "a@b.c", "ann", "lee", "9", "false"],
            ["003A000001dddddIAA", "a@b.c", "ann", "lee", null, "false"],
            ["003A000001eeeeeIAA", "a@b.c", "ann", null, "1", "false"],
            ["003A000001fffffIAA", null, null, null, "9", "false"]);

        Assert.Equal(
            $"""
            1 003A000001fffffIAA id 1000 0 0 best
            1 {B} email 1000 200 200 runner_up
            1 {C} email 1000 200 200 other
            1 {A} email 1000 200 200 other
            1 003A000001dddddIAA email 1000 200 200 other
            1 003A000001eeeeeIAA email 800 200 0 other

            """,
            Pairing.Dump(index, [["1", "003A000001fffff", "a@b.c", "ann", "lee"]], 1));
    }

    [Fact]
    public void The_pairs_do_not_depend_on_batch_size_or_the_order_of_the_org()
    {
        string[] names = ["ann", "anne", "a", "lee", "bob", ""];
        var orgs = Enumerable.Range(0, 400).Select(i => new string?[] { $"003A00000{i:000000}AAA", $"p{i % 90}@b.c", names[i % 6], names[i % 5], $"{i % 4}", "false" }).ToArray();
        var locals = Enumerable.Range(0, 300).Select(i => new string?[] { $"{i}", i % 9 == 0 ? $"003A00000{i:000000}" : null, $"p{i % 110}@b.c", names[i % 5], names[i % 6] }).ToArray();
        var expected = Pairing.Dump(Pairing.Index(orgs), locals, 300);

        Assert.Equal(expected, Pairing.Dump(Pairing.Index(orgs.Reverse()), locals, 1));
        Assert.Equal(expected, Pairing.Dump(Pairing.Index(orgs.OrderBy(o => o[1], StringComparer.Ordinal)), locals, 97));
    }

    [Fact]
    public void A_compared_pair_allocates_nothing()
    {
        var sum = 0;
        void Compare()
        {
            for (var i = 0; i < 1000; i++)
            {
                sum += NameScore.Of("jonathan"u8, "müller"u8, "jonathon"u8, "möller"u8).First;
            }
        }

        Assert.InRange(Allocations.LeastOf(Compare), 0, 500);
        Assert.True(sum > 0);
    }

    [Fact]
    public void Scoring_passes_the_batch_through()
    {
        var pairs = Pairing.Find(Pairing.Index([A, "a@b.c", "ann", "lee", "1", "false"]), [["1", null, "a@b.c", "ann", "lee"]]);

        Assert.Same(pairs, PairScorer.Apply(pairs));
        Assert.Equal(Verdict.Best, pairs.Pairs[0].Verdict);
    }
}
