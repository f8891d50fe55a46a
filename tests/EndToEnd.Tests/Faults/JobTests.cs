using System.Diagnostics;
using ContactSync.EndToEnd.Tests.Crash;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Faults;

/// <summary>Bulk jobs that take for ever, end part way, fail rows that would pass later, or tell results that are not true.</summary>
public sealed class JobTests(JobTests.Reference reference) : IClassFixture<JobTests.Reference>
{
    [Fact]
    [Fault(17)]
    public async Task A_job_that_takes_for_ever_is_waited_for_and_settled_before_anything_else_is_sent()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.PaceAsync(rowsPerSecond: 1);
        using var run = world.Start("run");
        await world.Org.View.ClosedJobAsync();
        using (var interrupt = Process.Start("kill", ["-INT", $"{run.Id}"]))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var interrupted = await Harness.Cli.EndAsync(run);
        Assert.True(interrupted.ExitCode == 130, interrupted.ToString());
        var jobs = await world.Org.View.IngestJobsAsync();

        using var next = world.Start("run");
        await Task.Delay(2_000, TestContext.Current.CancellationToken);
        Assert.Equal(jobs, await world.Org.View.IngestJobsAsync());
        await world.Org.View.PaceAsync(rowsPerSecond: 0);
        var ended = await Harness.Cli.EndAsync(next);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        await world.DoAsync("run");
        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    [Theory]
    [InlineData("Failed", 0)]
    [InlineData("Failed", 40)]
    [InlineData("Aborted", 40)]
    [Fault(21)]
    public async Task Rows_that_a_job_left_are_sent_again_and_no_other(string state, int after)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { rules = new[] { new { match = new { jobOp = "upsert", nth = 2 }, @do = "jobState", state, after } } });

        await world.DoAsync("run");

        var outcome = await world.OutcomeAsync();
        Assert.Equal(reference.Uninterrupted.Contacts, outcome.Contacts);
        Assert.Equal(reference.Uninterrupted.Supporters, outcome.Supporters);
        Assert.Equal([1], await world.Org.View.StruckAsync());
        Assert.True(outcome.UploadedRows < reference.Uninterrupted.UploadedRows + reference.Uninterrupted.LargestUpload + 1, $"{outcome.UploadedRows} rows uploaded");
    }

    [Fact]
    [Fault(22)]
    public async Task Rows_that_are_locked_for_a_while_are_sent_again_in_the_same_run()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { seed = 3, rules = new[] { new { match = new { jobOp = "upsert", count = 50, probability = 0.3 }, @do = "rowError", code = "UNABLE_TO_LOCK_ROW" } } });

        await world.DoAsync("run");

        var outcome = await world.OutcomeAsync();
        Assert.Equal(reference.Uninterrupted.Contacts, outcome.Contacts);
        Assert.Equal(reference.Uninterrupted.Supporters, outcome.Supporters);
        Assert.Equal([50], await world.Org.View.StruckAsync());
    }

    [Fact]
    [Fault(22)]
    public async Task Rows_that_stay_locked_are_left_to_the_next_run_and_not_given_up()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { rules = new[] { new { match = new { jobOp = "upsert", count = 10 }, @do = "rowError", code = "UNABLE_TO_LOCK_ROW" } } });

        var first = await world.CallAsync("run", "--set", "load.rowRetries=0");

        Assert.Contains("10 pending", first.Out, StringComparison.Ordinal);
        Assert.Equal(2, first.ExitCode);
        await world.DoAsync("run");
        var outcome = await world.OutcomeAsync();
        Assert.Equal(reference.Uninterrupted.Contacts, outcome.Contacts);
        Assert.Equal(reference.Uninterrupted.Supporters, outcome.Supporters);
    }

    [Theory]
    [InlineData("dupRows")]
    [InlineData("dropRows")]
    [InlineData("shuffleRows")]
    [InlineData("status")]
    [Fault(24)]
    public async Task Results_doubled_short_in_another_order_or_missing_once_are_taken_as_they_are(string deed)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { rules = new[] { new { match = new { path = "/successfulResults", nth = 2 }, @do = deed, by = 3, status = 500 } } });

        await world.DoAsync("run");

        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
        Assert.Equal([1], await world.Org.View.StruckAsync());
    }

    [Fact]
    [Fault(25)]
    public async Task Results_that_never_add_up_are_not_believed_and_the_records_are_read_back()
    {
        // Six times is as often as results are asked for, so the next job is spared.
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { rules = new[] { new { match = new { path = "/successfulResults", jobOp = "upsert", count = 6 }, @do = "dropRows", by = 3 } } });

        await world.DoAsync("run");

        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    [Fact]
    [Fault(26)]
    public async Task Updates_that_come_back_under_other_ids_stop_the_run_until_someone_has_looked()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { rules = new[] { new { match = new { path = "/successfulResults", jobOp = "update", count = 1000 }, @do = "wrongId" } } });

        var stopped = await world.CallAsync("run");

        Assert.True(stopped.ExitCode == 3 && stopped.Err.Contains("Identity conflict", StringComparison.Ordinal), stopped.ToString());
        await world.Org.View.FaultAsync(new { rules = Array.Empty<object>() });
        await world.DoAsync("resume");
        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    public sealed class Reference() : UninterruptedRun("externalId");
}
