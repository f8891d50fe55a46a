using ContactSync.Review;

namespace ContactSync.Tests.Review;

/// <summary>What people said, kept.</summary>
public sealed class JudgementLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("judgements").FullName;

    private JudgementLog Log => new(Path.Combine(_folder, "judgements.jsonl"));

    [Fact]
    public void The_last_word_on_a_pair_counts_and_the_first_stays_on_record()
    {
        Log.Append([Say("a", "b", true)]);
        Log.Append([Say("b", "a", false)]);

        Assert.False(Assert.Single(Log.Current()).Value.Same);
        Assert.Equal(2, Log.All().Count);
    }

    [Fact]
    public void A_chain_that_leads_to_a_pair_said_to_differ_is_reported()
    {
        Log.Append([Say("a", "b", true), Say("b", "c", true), Say("a", "c", false), Say("x", "y", false)]);

        var contradiction = Assert.Single(Log.Contradictions());
        Assert.Equal(["a", "b", "c"], contradiction.Path);
    }

    [Fact]
    public void A_line_torn_by_a_crash_is_passed_over_and_cut_off_by_the_next_word()
    {
        Log.Append([Say("a", "b", true)]);
        File.AppendAllText(Path.Combine(_folder, "judgements.jsonl"), "{\"left\":\"a\",\"ri");

        Assert.Single(Log.All());
        Log.Append([Say("c", "d", true)]);
        Assert.Equal(2, Log.All().Count);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Judgement Say(string left, string right, bool same) => Judgement.Of(left, right, same, "tester", DateTimeOffset.UnixEpoch);
}
