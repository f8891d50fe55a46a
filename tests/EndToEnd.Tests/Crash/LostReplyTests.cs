using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>Replies of the org that are lost, reset or cut while nobody is killed: the run finds out what happened and goes on.</summary>
public sealed class LostReplyTests(LostReplyTests.Reference reference) : IClassFixture<LostReplyTests.Reference>
{
    private const string Jobs = "/jobs/ingest/?$";
    private const string Job = "/jobs/ingest/[^/]+/?$";
    private const string Batches = "/batches/?$";

    [Theory]
    [InlineData("lostReply")]
    [InlineData("reset")]
    [Fault(16)]
    public Task A_job_whose_making_was_not_answered_is_made_again_and_the_empty_one_swept(string deed) =>
        RunAsync(new { match = new { method = "POST", path = Jobs, nth = 2 }, @do = deed });

    [Theory]
    [InlineData("lostReply", "after")]
    [InlineData("reset", "midUpload")]
    [Fault(18)]
    public Task An_upload_that_was_not_answered_is_thrown_away_and_sent_in_a_new_job(string deed, string when) =>
        RunAsync(new { match = new { method = "PUT", path = Batches, nth = 2 }, @do = deed, when, bytes = 5_000 });

    [Theory]
    [InlineData("lostReply")]
    [InlineData("reset")]
    [Fault(19)]
    public Task A_close_that_was_not_answered_is_asked_about_and_never_sent_to_a_new_job(string deed) =>
        RunAsync(new { match = new { method = "PATCH", path = Job }, @do = deed });

    [Theory]
    [InlineData("successfulResults", "truncate")]
    [InlineData("successfulResults", "reset")]
    [InlineData("failedResults", "truncate")]
    [Fault(24)]
    public Task Results_that_were_cut_are_fetched_again_and_none_is_taken_twice(string file, string deed) =>
        RunAsync(new { match = new { method = "GET", path = $"/{file}/?$", nth = 2 }, @do = deed, when = "midBody", bytes = 30 });

    private async Task RunAsync(object fault)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "insert");
        await world.Org.View.FaultAsync(new { rules = new[] { fault } });

        await world.DoAsync("run");

        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
        Assert.Equal([1], await world.Org.View.StruckAsync());
    }

    public sealed class Reference() : UninterruptedRun("insert");
}
