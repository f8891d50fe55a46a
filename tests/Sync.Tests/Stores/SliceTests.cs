using ContactSync.Stores;
using static ContactSync.Sync.Tests.Stores.StoreWorkbench;

namespace ContactSync.Sync.Tests.Stores;

public sealed class SliceTests
{
    private const string Contact15 = "0035g00000AbCdE";
    private const string Contact18 = "0035g00000AbCdEAAV";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_slice_applied_again_changes_nothing_and_gives_the_recorded_outcomes()
    {
        await using var bench = new StoreWorkbench();
        var slice = new StoreSlice("run-1", 7, bench.Clock.GetUtcNow(), [Create(1, null, Email("ann@example.org")), Create(2, null, Email("ANN@example.org"))]);

        var first = await bench.Store.ApplyAsync(slice, None);
        var again = await bench.Store.ApplyAsync(slice, None);
        await bench.ReopenAsync();
        var reopened = await bench.Store.ApplyAsync(slice, None);

        Assert.Equal([StoreResult.Applied, StoreResult.Refused], first.Select(o => o.Result));
        Assert.Equal(first, again);
        Assert.Equal(first, reopened);
        Assert.Equal(1, await bench.Editor.CountAsync(None));
    }

    [Fact]
    public async Task The_number_of_a_slice_stands_for_its_writes()
    {
        await using var bench = new StoreWorkbench();
        await bench.Store.ApplyAsync(new StoreSlice("run-1", 1, bench.Clock.GetUtcNow(), [Create(1, null, Email("a@example.org"))]), None);

        await Assert.ThrowsAsync<StoreException>(() =>
            bench.Store.ApplyAsync(new StoreSlice("run-1", 1, bench.Clock.GetUtcNow(), [Create(2, null, Email("b@example.org"))]), None));
        var other = await bench.Store.ApplyAsync(new StoreSlice("run-2", 1, bench.Clock.GetUtcNow(), [Create(2, null, Email("b@example.org"))]), None);

        Assert.Equal(StoreResult.Applied, Assert.Single(other).Result);
    }

    [Fact]
    public async Task Slices_of_old_runs_are_forgotten_and_those_of_recent_ones_kept()
    {
        await using var bench = new StoreWorkbench();
        var writes = new[] { Create(1, null, new StoreChange("last_name", "Lee")) };
        for (var run = 1; run <= 9; run++)
        {
            await bench.Store.ApplyAsync(new StoreSlice($"run-{run}", 1, bench.Clock.GetUtcNow(), writes), None);
        }

        await bench.Store.ApplyAsync(new StoreSlice("run-2", 1, bench.Clock.GetUtcNow(), writes), None);
        Assert.Equal(9, await bench.Editor.CountAsync(None));

        await bench.Store.ApplyAsync(new StoreSlice("run-1", 1, bench.Clock.GetUtcNow(), writes), None);
        Assert.Equal(10, await bench.Editor.CountAsync(None));
    }

    [Fact]
    public async Task A_supporter_edited_after_the_expected_stamp_has_moved_and_is_left_alone()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,", "2,Bob,Ray,");
        var expected = (await bench.GetAsync("1")).ChangedAt;
        await bench.Editor.SetAsync("1", [new("first_name", "Anna")], None);

        var outcomes = await bench.ApplyAsync(
            Update(1, "1", expected, new StoreChange("first_name", "Annie")), Update(2, "2", expected, new StoreChange("first_name", "Rob")));

        Assert.Equal([StoreResult.Moved, StoreResult.Applied], outcomes.Select(o => o.Result));
        Assert.Equal("Anna", (await bench.GetAsync("1")).Value("first_name"));
        Assert.Null((await bench.GetAsync("1")).SyncedAt);
        Assert.Equal("Rob", (await bench.GetAsync("2")).Value("first_name"));
    }

    [Fact]
    public async Task A_create_takes_the_next_number_and_the_link_in_its_long_form()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("41,Ann,Lee,");

        var outcomes = await bench.ApplyAsync(Create(1, Contact15, new StoreChange("last_name", "Ray")), Create(2, null, new StoreChange("last_name", "Fox")));

        Assert.Equal(["42", "43"], outcomes.Select(o => o.LocalKey));
        Assert.Equal(Contact18, (await bench.GetAsync("42")).ContactId);
    }

    [Fact]
    public async Task A_link_sets_only_the_link_and_the_status()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var before = await bench.GetAsync("1");

        await bench.ApplyAsync(Link(1, "1", Contact15));

        var after = await bench.GetAsync("1");
        Assert.Equal(before with { ContactId = Contact18, SyncStatus = "linked", SyncedAt = bench.Clock.GetUtcNow(), Values = after.Values }, after);
        Assert.Equal(before.Values, after.Values);
    }

    [Fact]
    public async Task Refusals_name_the_rule_and_the_other_supporter_and_spare_the_rest_of_the_slice()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org", "2,Bob,Ray,bob@example.org", "3,Cid,Fox,");
        await bench.ApplyAsync(Link(1, "1", Contact15));

        var outcomes = await bench.ApplyAsync(
            Update(11, "2", null, Email(" Ann@Example.org ")),
            Link(12, "3", Contact18),
            Update(13, "99", null, Email("x@example.org")),
            Link(14, "3", "003short"),
            Create(15, null, Email("new@example.org")),
            Create(16, null, Email("NEW@example.org")));

        Assert.Equal(
            ["email_taken", "contact_taken", "unknown_supporter", "contact_invalid", null, "email_taken"], outcomes.Select(o => o.Code));
        Assert.Equal("supporter 1 has this e-mail address", outcomes[0].Message);
        Assert.Equal("supporter 1 is linked to this Contact", outcomes[1].Message);
        Assert.Equal("plan row 15 has the same e-mail address", outcomes[5].Message);
        Assert.Equal("bob@example.org", (await bench.GetAsync("2")).Value("email"));
    }

    [Fact]
    public async Task An_unknown_field_is_an_error_and_nothing_of_the_slice_is_written()
    {
        await using var bench = new StoreWorkbench();

        await Assert.ThrowsAsync<StoreException>(() => bench.ApplyAsync(Create(1, null, Email("a@example.org")), Create(2, null, new StoreChange("emial", "x"))));

        Assert.Equal(0, await bench.Editor.CountAsync(None));
    }

    [Fact]
    public async Task A_null_value_clears_a_field_and_an_unnamed_one_stays()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");

        await bench.ApplyAsync(Update(1, "1", null, new StoreChange("first_name", null), Email(null)));

        var after = await bench.GetAsync("1");
        Assert.Null(after.Value("first_name"));
        Assert.Null(after.Value("email"));
        Assert.Equal("Lee", after.Value("last_name"));
        Assert.Equal(StoreResult.Applied, Assert.Single(await bench.ApplyAsync(Create(1, null, Email("ann@example.org")))).Result);
    }

    [Fact]
    public async Task A_slice_of_ten_thousand_writes_is_applied_whole()
    {
        await using var bench = new StoreWorkbench();
        await bench.ApplyAsync([.. Enumerable.Range(1, 10_000).Select(i => Create(i, null, Email($"p{i}@example.org"), new StoreChange("last_name", $"L{i}")))]);

        var outcomes = await bench.ApplyAsync([.. Enumerable.Range(1, 10_000).Select(i => Update(i, $"{i}", null, Email($"q{i}@example.org")))]);

        Assert.All(outcomes, o => Assert.Equal(StoreResult.Applied, o.Result));
        Assert.Equal("q777@example.org", (await bench.GetAsync("777")).Value("email"));
    }
}
