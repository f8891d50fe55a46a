using ContactSync.Stores;
using static ContactSync.Sync.Tests.Stores.StoreWorkbench;

namespace ContactSync.Sync.Tests.Stores;

public sealed class WriteRulesTests
{
    [Fact]
    public async Task Two_supporters_may_swap_their_addresses_in_one_slice()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org", "2,Bob,Ray,bob@example.org");

        var outcomes = await bench.ApplyAsync(Update(1, "1", null, Email("bob@example.org")), Update(2, "2", null, Email("ann@example.org")));

        Assert.All(outcomes, o => Assert.Equal(StoreResult.Applied, o.Result));
        Assert.Equal("2", (await bench.GetAsync("ann@example.org")).Key);
        Assert.Equal("1", (await bench.GetAsync("bob@example.org")).Key);
    }

    [Fact]
    public async Task An_address_that_a_refused_write_would_have_given_up_stays_taken()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,a@example.org", "2,Bob,Ray,b@example.org", "3,Cid,Fox,c@example.org", "4,Dee,Poe,d@example.org");

        // 1 waits for 2, 2 for 3, and 3 wants the address of 4, who keeps it
        var outcomes = await bench.ApplyAsync(
            Update(1, "1", null, Email("b@example.org")), Update(2, "2", null, Email("c@example.org")), Update(3, "3", null, Email("d@example.org")));

        Assert.Equal(["email_taken", "email_taken", "email_taken"], outcomes.Select(o => o.Code));
        Assert.Equal(["1", "2", "3", "4"], (await bench.Editor.FirstAsync(9, CancellationToken.None)).Select(s => s.Key));
        Assert.Equal("a@example.org", (await bench.GetAsync("1")).Value("email"));
    }

    [Fact]
    public async Task A_chain_longer_than_is_followed_is_refused_where_it_waits_and_leaves_addresses_unique()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync([.. Enumerable.Range(0, 31).Select(i => $"{i + 100},,L{i},p{i}@example.org")]);

        // each takes the next one's address; the last one's owner keeps it
        var outcomes = await bench.ApplyAsync([.. Enumerable.Range(0, 30).Select(i => Update(i, $"{i + 100}", null, Email($"p{i + 1}@example.org")))]);

        Assert.All(outcomes, o => Assert.Equal("email_taken", o.Code));
        var all = await bench.Editor.FirstAsync(100, CancellationToken.None);
        Assert.Equal(31, all.Select(s => s.Value("email")).Distinct().Count());
    }

    [Fact]
    public async Task A_ring_of_addresses_moves_round()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync([.. Enumerable.Range(0, 30).Select(i => $"{i + 100},,L{i},p{i}@example.org")]);

        var outcomes = await bench.ApplyAsync([.. Enumerable.Range(0, 30).Select(i => Update(i, $"{i + 100}", null, Email($"p{(i + 1) % 30}@example.org")))]);

        Assert.All(outcomes, o => Assert.Equal(StoreResult.Applied, o.Result));
        Assert.Equal("p0@example.org", (await bench.GetAsync("129")).Value("email"));
    }

    [Fact]
    public async Task A_supporter_is_written_once_in_a_slice()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,");

        var outcomes = await bench.ApplyAsync(Update(1, "1", null, new StoreChange("city", "Bath")), Update(2, "1", null, new StoreChange("city", "Hull")));

        Assert.Equal([null, "duplicate_key"], outcomes.Select(o => o.Code));
        Assert.Equal("plan row 1 names the same supporter", outcomes[1].Message);
        Assert.Equal("Bath", (await bench.GetAsync("1")).Value("city"));
    }

    [Fact]
    public async Task A_link_may_move_from_one_supporter_to_another_only_once_it_is_given_up()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,", "2,Bob,Ray,");
        await bench.ApplyAsync(Link(1, "1", "0035g00000AbCdE"));

        Assert.Equal("contact_taken", (await bench.ApplyAsync(Link(2, "2", "0035g00000AbCdE")))[0].Code);
        await bench.Editor.SetAsync("1", [new(StoreFields.ContactId, null)], CancellationToken.None);
        Assert.Equal(StoreResult.Applied, (await bench.ApplyAsync(Link(3, "2", "0035g00000AbCdE")))[0].Result);
    }

    [Fact]
    public async Task Blank_addresses_never_collide()
    {
        await using var bench = new StoreWorkbench();

        var report = await bench.ImportAsync("1,Ann,Lee,", "2,Bob,Ray,\"  \"", "3,Cid,Fox,\" \"");

        Assert.Equal(3, report.Inserted);
    }
}
