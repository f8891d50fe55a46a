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
        Assert.Equal(before.ModifiedAt, after.ModifiedAt);
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

        var outcomes = await bench.ApplyAsync(StoreWorkbench.Update(1, "1", before.ModifiedAt, new StoreChange("last_name", "Leigh")));

        var after = await bench.GetAsync("1");
        Assert.Equal(StoreResult.Applied, Assert.Single(outcomes).Result);
        Assert.Equal("Leigh", after.Value("last_name"));
        Assert.Equal(before.ModifiedAt, after.ModifiedAt);
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
    public async Task An_untouched_store_is_one_that_nothing_was_done_to()
    {
        await using var bench = new StoreWorkbench();
        Assert.True(await bench.Editor.IsUntouchedAsync(CancellationToken.None));

        await bench.Store.BoundAsync(CancellationToken.None);

        Assert.False(await bench.Editor.IsUntouchedAsync(CancellationToken.None));
    }
}
