using ContactSync.Stores;

namespace ContactSync.Sync.Tests.Stores;

public sealed class StampTests
{
    [Fact]
    public async Task Every_edit_advances_the_stamp_although_the_clock_stands_still()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var before = await bench.GetAsync("1");

        var (after, changed) = await bench.Editor.SetAsync("1", [new("city", "Bath")], CancellationToken.None);

        Assert.True(changed);
        Assert.Equal(before.ModifiedAt.AddMicroseconds(1), after.ModifiedAt);
        Assert.Equal(before.CreatedAt, after.CreatedAt);
    }

    [Fact]
    public async Task A_clock_set_back_gives_no_earlier_stamp()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var before = await bench.GetAsync("1");

        bench.Clock.Move(TimeSpan.FromDays(-1));
        await bench.ReopenAsync();
        var (after, _) = await bench.Editor.SetAsync("1", [new("city", "Bath")], CancellationToken.None);

        Assert.True(after.ModifiedAt > before.ModifiedAt);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_leaves_the_stamp()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var before = await bench.GetAsync("1");
        bench.Clock.Move(TimeSpan.FromHours(1));

        var (after, changed) = await bench.Editor.SetAsync("1", [new("first_name", "Ann")], CancellationToken.None);

        Assert.False(changed);
        Assert.Equal(Stamps(before), Stamps(after));
    }

    [Fact]
    public async Task A_bound_is_not_earlier_than_any_stamp_and_every_later_stamp_is_past_it()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        bench.Clock.Move(TimeSpan.FromMinutes(-5));

        var bound = await bench.Store.BoundAsync(CancellationToken.None);
        Assert.True(bound >= (await bench.GetAsync("1")).ModifiedAt);

        await bench.ReopenAsync();
        var (edited, _) = await bench.Editor.SetAsync("1", [new("city", "Bath")], CancellationToken.None);
        Assert.True(edited.ModifiedAt > bound);
    }

    [Fact]
    public async Task Writes_of_the_sync_move_no_stamp_but_note_when_and_how_they_were_made()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var before = await bench.GetAsync("1");
        bench.Clock.Move(TimeSpan.FromHours(1));

        var outcomes = await bench.ApplyAsync(StoreWorkbench.Update(1, "1", before.ChangedAt, new StoreChange("last_name", "Leigh")));

        var after = await bench.GetAsync("1");
        Assert.Equal(StoreResult.Applied, Assert.Single(outcomes).Result);
        Assert.Equal("Leigh", after.Value("last_name"));
        Assert.Equal(Stamps(before), Stamps(after));
        Assert.Equal(bench.Clock.GetUtcNow(), after.SyncedAt);
        Assert.Equal("synced", after.SyncStatus);
    }

    [Fact]
    public async Task A_supporter_that_the_sync_made_is_not_due_after_the_bound_of_its_run()
    {
        await using var bench = new StoreWorkbench();
        var bound = await bench.Store.BoundAsync(CancellationToken.None);
        bench.Clock.Move(TimeSpan.FromMinutes(1));
        await bench.ApplyAsync(StoreWorkbench.Create(1, null, new StoreChange("last_name", "Lee")));
        bench.Clock.Move(TimeSpan.FromMinutes(1));

        Assert.Empty(await bench.ExtractAsync(bound, await bench.Store.BoundAsync(CancellationToken.None)));
        Assert.Single(await bench.ExtractAsync(null, bound));
    }

    [Fact]
    public async Task An_imported_record_is_as_old_as_it_says_and_yet_due_after_every_bound_before_the_import()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var bound = await bench.Store.BoundAsync(CancellationToken.None);
        bench.Clock.Move(TimeSpan.FromHours(1));

        var report = await bench.Editor.ImportAsync(
            bench.Write("stamped.csv", "supporter_id,last_name,modified_at\n2,Ray,2017-05-15T02:06:21.000Z\n3,Fox,2017-05-15 02:06:21\n4,Poe,2017-05-15T04:06:21.0000009+0200\n"),
            null, CancellationToken.None);

        Assert.Equal((3, 0), (report.Inserted, report.Unstamped));
        var at = new DateTimeOffset(2017, 5, 15, 2, 6, 21, TimeSpan.Zero);
        Assert.Equal([(at, bench.Clock.GetUtcNow()), (at, bench.Clock.GetUtcNow()), (at, bench.Clock.GetUtcNow())],
            [Stamps(await bench.GetAsync("2")), Stamps(await bench.GetAsync("3")), Stamps(await bench.GetAsync("4"))]);
        Assert.Equal(3, (await bench.ExtractAsync(bound, await bench.Store.BoundAsync(CancellationToken.None))).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2017-05-15")]
    [InlineData("15/05/2017 02:06")]
    [InlineData("2999-01-01T00:00:00Z")]
    public async Task A_stamp_that_is_none_or_in_the_future_gives_way_to_the_time_of_the_import_and_is_counted(string stamp)
    {
        await using var bench = new StoreWorkbench();

        var report = await bench.Editor.ImportAsync(bench.Write("stamped.csv", $"supporter_id,last_name,modified_at\n1,Ray,{stamp}\n"), null, CancellationToken.None);

        Assert.Equal(1, report.Unstamped);
        var supporter = await bench.GetAsync("1");
        Assert.Equal((bench.Clock.GetUtcNow(), bench.Clock.GetUtcNow()), Stamps(supporter));
    }

    [Fact]
    public async Task An_older_file_does_not_make_a_supporter_look_older_but_its_change_is_due_and_seen_by_write_checks()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var before = await bench.GetAsync("1");
        var bound = await bench.Store.BoundAsync(CancellationToken.None);
        bench.Clock.Move(TimeSpan.FromHours(1));

        await bench.Editor.ImportAsync(bench.Write("stamped.csv", "supporter_id,last_name,modified_at\n1,Ray,2017-05-15T02:06:21Z\n"), null, CancellationToken.None);

        var after = await bench.GetAsync("1");
        Assert.Equal((before.ModifiedAt, bench.Clock.GetUtcNow()), Stamps(after));
        Assert.Single(await bench.ExtractAsync(bound, await bench.Store.BoundAsync(CancellationToken.None)));
        Assert.Equal(StoreResult.Moved, Assert.Single(await bench.ApplyAsync(StoreWorkbench.Update(1, "1", before.ChangedAt, new StoreChange("last_name", "Leigh")))).Result);
    }

    [Fact]
    public async Task A_newer_file_dates_the_change_as_it_says()
    {
        await using var bench = new StoreWorkbench();
        await bench.Editor.ImportAsync(bench.Write("a.csv", "supporter_id,last_name,modified_at\n1,Ray,2017-05-15T02:06:21Z\n"), null, CancellationToken.None);

        await bench.Editor.ImportAsync(bench.Write("b.csv", "supporter_id,last_name,modified_at\n1,Roy,2018-01-01T00:00:00Z\n"), null, CancellationToken.None);

        Assert.Equal(new DateTimeOffset(2018, 1, 1, 0, 0, 0, TimeSpan.Zero), (await bench.GetAsync("1")).ModifiedAt);
    }

    [Fact]
    public async Task An_untouched_store_is_one_that_nothing_was_done_to()
    {
        await using var bench = new StoreWorkbench();
        Assert.True(await bench.Editor.IsUntouchedAsync(CancellationToken.None));

        await bench.Store.BoundAsync(CancellationToken.None);

        Assert.False(await bench.Editor.IsUntouchedAsync(CancellationToken.None));
    }

    private static (DateTimeOffset Modified, DateTimeOffset Changed) Stamps(Supporter supporter) => (supporter.ModifiedAt, supporter.ChangedAt);
}
