using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>Crashes that need more than a kill: during recovery, beside edits in the org, after a job that gave up, with a torn journal.</summary>
public sealed class RecoveryTests(RecoveryTests.Reference reference) : IClassFixture<RecoveryTests.Reference>
{
    [Fact]
    [Fault(3)]
    public async Task A_recovery_that_is_killed_again_and_again_still_comes_to_its_end()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");

        await world.DieAsync("load.put:1", "run");
        foreach (var point in new[] { "load.started:1", "load.created:1", "load.closed:1", "load.settled:2", "journal.linked.write:2", "results.sealed:1", "state.write:2" })
        {
            await world.DieAsync(point, "resume");
        }

        await world.DoAsync("resume");
        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    [Fact]
    [Fault(1)]
    public async Task A_run_that_died_while_it_loaded_is_listed_as_unfinished_until_it_was_resumed()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");

        await world.DieAsync("load.created:1", "run");
        var dead = (await world.DoAsync("runs")).Out;
        await world.DoAsync("resume");
        var resumed = (await world.DoAsync("runs")).Out;

        Assert.Matches("(?m)^[0-9a-z-]+  unfinished  full ", dead);
        Assert.Contains("contact-sync resume", dead, StringComparison.Ordinal);
        Assert.Matches("(?m)^[0-9a-z-]+  committed  full ", resumed);
        Assert.DoesNotContain("contact-sync resume", resumed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("load.moved")]
    [InlineData("journal.moved.write")]
    [Fault(1)]
    [Fault(53)]
    public async Task A_kill_while_moved_rows_are_noted_leaves_them_to_the_next_run(string point)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.DoAsync("plan", "--out", "tonight.plan");
        var id = await world.Org.View.IdOfAsync("edit1@example.org");
        await world.Org.View.UpdateAsync(id, new { MailingCity = "Christiania" });

        await world.DieAsync(point, "apply", "tonight.plan");
        await world.DoAsync("resume");

        Assert.Equal("Christiania", (await world.Org.View.ContactAsync(id, "MailingCity")).GetProperty("MailingCity").GetString());
        await world.DoAsync("run");
        Assert.Equal("Christiania", (await world.Org.View.ContactAsync(id, "MailingCity")).GetProperty("MailingCity").GetString());
        Assert.Contains((await world.OutcomeAsync()).Supporters, s => s.Contains("|edit1@example.org|", StringComparison.Ordinal) && s.Contains("|Christiania|", StringComparison.Ordinal));
    }

    [Fact]
    [Fault(1)]
    [Fault(21)]
    public async Task A_kill_before_the_rows_that_the_org_left_are_sent_again_sends_only_those()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "insert");
        await world.Org.View.PaceAsync(rowsPerSecond: 10);
        var dying = world.DieAsync("load.retry", "run");

        await world.Org.View.AbortAsync(await world.Org.View.ClosedJobAsync());
        await world.Org.View.PaceAsync(rowsPerSecond: 0);
        await dying;
        await world.DoAsync("resume");

        var outcome = await world.OutcomeAsync();
        Assert.Equal(reference.Uninterrupted.Supporters, outcome.Supporters);
        Assert.Equal(reference.Uninterrupted.Contacts.Count, outcome.Contacts.Count);
        Assert.Equal(outcome.Contacts.Count, outcome.Contacts.Distinct().Count());
    }

    [Fact]
    [Fault(42)]
    public async Task A_journal_with_a_torn_tail_is_cut_to_its_last_whole_record()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.DieAsync("load.closed:2", "run");
        var journal = Path.Combine(world.Runs()[^1].Folder, "journal.log");
        await using (var tail = new FileStream(journal, FileMode.Append))
        {
            tail.Write([200, 0, 0, 0, 1, 2, 3, 4, (byte)'{', (byte)'"', (byte)'k']);
        }

        await world.DoAsync("resume");
        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    [Fact]
    [Fault(50)]
    public async Task A_second_engine_beside_a_running_one_changes_nothing_and_says_who_works()
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.PaceAsync(rowsPerSecond: 10);
        var first = world.CallAsync("run");
        await world.Org.View.ClosedJobAsync();

        var second = await world.CallAsync("run");
        await world.Org.View.PaceAsync(rowsPerSecond: 0);

        Assert.True(second.ExitCode == 75 && second.Err.Contains("(pid ", StringComparison.Ordinal), second.ToString());
        Assert.True((await first).ExitCode == 0);
        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    [Theory]
    [InlineData("lookup.recorded")]
    [InlineData("lookup.linked")]
    [InlineData("journal.looked_up.write")]
    public async Task A_kill_around_the_look_up_of_duplicates_links_each_once(string point)
    {
        await using var world = await World.StartAsync();
        await world.RunAsync();
        await world.MigrateAsync("FirstName,LastName,Email,MailingCity\nAnn,Lee,ann@example.org,Rome\nBob,Ray,bob@example.org,Paris\n");
        await world.ImportAsync("supporter_id,first_name,last_name,email,city\n1,Ann,Lee,ann@example.org,Oslo\n2,Bob,Ray,bob@example.org,Bergen\n");
        var died = await world.CallAsync(new Dictionary<string, string> { ["SYNC_CRASH"] = point }, "run");
        Assert.True(died.ExitCode == 137, died.ToString());

        var resumed = await world.CallAsync("resume");

        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        Assert.Equal(["linked", "linked"], world.Sealed("lookups", "select verdict from {table}").Select(r => r[0]));
        Assert.Equal(
            [await world.IdAsync("LastName = 'Lee'"), await world.IdAsync("LastName = 'Ray'")], world.Supporters().Select(s => s.GetProperty("contact_id").GetString()));
        await world.RunAsync();
        Assert.Equal(["Oslo", "Bergen"], (await world.Org.QueryAsync("SELECT MailingCity FROM Contact ORDER BY LastName")).Select(c => c.GetProperty("MailingCity").GetString()));
    }

    [Fact]
    public void Every_point_that_no_undisturbed_run_reaches_has_a_test_of_its_own()
    {
        Assert.All(CrashPoints.Special.Values, test => Assert.NotNull(typeof(RecoveryTests).GetMethod(test)));
        Assert.Subset(Runs.CrashPoint.Places.Concat(Runs.CrashPoint.Writes).ToHashSet(), CrashPoints.Special.Keys.ToHashSet());
    }

    public sealed class Reference() : UninterruptedRun("externalId");
}
