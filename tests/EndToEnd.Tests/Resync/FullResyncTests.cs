using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Resync;

/// <summary>What runs of changes cannot see, a run that reads everything finds, names and mends.</summary>
public sealed class FullResyncTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_full_run_mends_what_runs_of_changes_have_missed_and_says_why()
    {
        await using var world = await LinkedAsync();
        await MissAsync(world);
        await world.RunAsync();
        Assert.Empty(world.Sealed("plan", "select side from {table}"));

        var full = await world.RunAsync("--full");

        Assert.Equal("Lyon", (await world.SupporterAsync("ann@example.org"))!.Value.Text("city"));
        Assert.Equal([["ann@example.org", "the stamp did not move"], ["bob@example.org", "deleted for good, or not shared with our user any more"]], await CausesAsync(world));
        Assert.Contains("1   the stamp did not move", full.Out, StringComparison.Ordinal);
        Assert.Equal([["detached"]], world.Sealed("links", "select status from {table} where email_key = 'bob@example.org' and local_key is not null"));
        Assert.NotNull(await world.SupporterAsync("bob@example.org"));

        await world.RunAsync("--full");
        Assert.Empty(world.Sealed("drift", "select cause from {table}"));
        Assert.Empty(world.Sealed("plan", "select side from {table}"));
    }

    [Fact]
    public async Task Verify_compares_month_by_month_and_writes_to_neither_side()
    {
        await using var world = await LinkedAsync();
        var equal = await world.CallAsync("verify");
        Assert.True(equal.ExitCode == 0, equal.ToString());
        Assert.Matches(@"org \d{4}-\d\d +3 records, 3 known   [0-9a-f]{16} / [0-9a-f]{16}   equal", equal.Out);
        Assert.Contains("drift            none", equal.Out, StringComparison.Ordinal);
        await MissAsync(world);
        var jobs = await world.Org.IngestJobsAsync();

        var differs = await world.CallAsync("verify");

        Assert.True(differs.ExitCode == 2, differs.ToString());
        Assert.Matches(@"org \d{4}-\d\d +2 records, 2 known   [0-9a-f]{16} / [0-9a-f]{16}   1 drifted", differs.Out);
        Assert.Matches(@"org unknown +0 records, 1 known +/ [0-9a-f]{16}   1 drifted", differs.Out);
        Assert.Equal("Paris", (await world.SupporterAsync("ann@example.org"))!.Value.Text("city"));
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());
        await world.RunAsync();
        Assert.Equal("Paris", (await world.SupporterAsync("ann@example.org"))!.Value.Text("city"));
    }

    [Fact]
    public async Task A_full_plan_says_what_it_will_cost_before_anything_is_sent_and_is_applied_as_it_is()
    {
        await using var world = await LinkedAsync();
        await world.SetAsync("ann@example.org", "city=Lyon");

        var planned = await world.CallAsync("plan", "--full", "--out", "tonight.plan");

        Assert.True(planned.ExitCode == 0, planned.ToString());
        Assert.Matches(@"estimate +1 job   10 calls \(0\.01 % of the day's 100,000\)   \d+ B   about 1 min at 500 rows/s, until a run has shown its own pace", planned.Out);
        Assert.Contains("everything", planned.Out, StringComparison.Ordinal);
        Assert.Equal("Paris", (await world.Org.ContactAsync(await world.IdAsync("Email = 'ann@example.org'"), "MailingCity")).Text("MailingCity"));
        Assert.Equal(0, (await world.CallAsync("apply", "tonight.plan")).ExitCode);
        Assert.Equal("Lyon", (await world.Org.ContactAsync(await world.IdAsync("Email = 'ann@example.org'"), "MailingCity")).Text("MailingCity"));
    }

    [Fact]
    public async Task Each_run_appends_its_events_to_the_log_and_can_be_told_in_a_line()
    {
        await using var world = await LinkedAsync();
        await world.SetAsync("ann@example.org", "city=Lyon");

        var run = await world.RunAsync("--summary", "--set", "log.path=logs/events.jsonl");

        var line = Assert.Single(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^\w+-\w+: committed · 1 \+ 0 read · Salesforce 0 new, 1 changed · local 0 new, 0 changed, 0 linked · 0 failed · books balance · [0-9.]+ s$", line);
        var events = (await File.ReadAllLinesAsync(Path.Combine(world.Folder, "logs", "events.jsonl"))).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["started", "extracted", "planned", "ended"], events.Select(e => e.GetProperty("event").GetString()));
        Assert.Equal(1, events[^1].GetProperty("updates").GetInt64());
        Assert.DoesNotContain("ann@", await File.ReadAllTextAsync(Path.Combine(world.Folder, "logs", "events.jsonl")), StringComparison.Ordinal);
    }

    /// <summary>Three linked pairs.</summary>
    private static async Task<World> LinkedAsync()
    {
        var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email,city\n1,Ann,Lee,ann@example.org,Paris\n2,Bob,Ray,bob@example.org,Rome\n3,Cy,Fox,cy@example.org,Turin\n");
        await world.RunAsync();
        world.Clock.Advance(Minute);
        await world.RunAsync();
        world.Clock.Advance(Minute);
        return world;
    }

    /// <summary>An edit that moves no stamp, and a deletion that leaves nothing in the recycle bin.</summary>
    private static async Task MissAsync(World world)
    {
        using var integration = await world.AsIntegrationUserAsync();
        await integration.UpdateAsync(await world.IdAsync("Email = 'ann@example.org'"), new { MailingCity = "Lyon" });
        await world.Org.DeleteForGoodAsync(await world.IdAsync("Email = 'bob@example.org'"));
        world.Clock.Advance(Minute);
    }

    private static Task<IReadOnlyList<string?[]>> CausesAsync(World world)
    {
        var supporters = world.Supporters().ToDictionary(s => s.Text("supporter_id")!, s => s.Text("email"));
        IReadOnlyList<string?[]> causes = [.. world.Sealed("drift", "select local_key, cause from {table} order by 1").Select(r => (string?[])[supporters[r[0]!], r[1]])];
        return Task.FromResult(causes);
    }
}
