using System.Text;
using ContactSync.Stores;
using ContactSync.Transforms.Model;

namespace ContactSync.Sync.Tests.Stores;

/// <summary>Links and statuses as a set.</summary>
public sealed class LinkSliceTests
{
    private const string A18 = "0035g00000AbCdEAAV";
    private const string B18 = "0035g00000BbCdEAAV";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Link_and_status_are_set_and_nothing_else_of_the_supporter()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org", "2,Bo,Ray,bo@example.org");
        var before = await bench.GetAsync("1");
        bench.Clock.Move(TimeSpan.FromHours(1));

        var totals = await LinkAsync(bench, 1, ("1", "0035g00000AbCdE", "synced"), ("2", null, "failed: SOME_CODE"));

        Assert.Equal(new LinkTotals(2, 0), totals);
        var ann = await bench.GetAsync("1");
        Assert.Equal((A18, "synced", bench.Clock.GetUtcNow()), (ann.ContactId, ann.SyncStatus, ann.SyncedAt));
        Assert.Equal((before.ModifiedAt, before.ChangedAt), (ann.ModifiedAt, ann.ChangedAt));
        Assert.Equal((null, "failed: SOME_CODE"), ((await bench.GetAsync("2")).ContactId, (await bench.GetAsync("2")).SyncStatus));
    }

    [Fact]
    public async Task A_null_link_leaves_the_link_alone()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        await LinkAsync(bench, 1, ("1", A18, "synced"));

        await LinkAsync(bench, 2, ("1", null, "pending"));

        Assert.Equal((A18, "pending"), ((await bench.GetAsync("1")).ContactId, (await bench.GetAsync("1")).SyncStatus));
    }

    [Fact]
    public async Task Rows_that_break_a_rule_are_refused_and_the_others_applied()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org", "2,Bo,Ray,bo@example.org", "3,Cy,Orr,cy@example.org", "4,Di,Ash,di@example.org");
        await LinkAsync(bench, 1, ("4", B18, "synced"));

        var totals = await LinkAsync(bench, 2, ("1", A18, "synced"), ("1", null, "again"), ("2", A18, "same Contact"), ("3", B18, "held by 4"), ("9", null, "nobody"), ("3", "not an Id", "x"));

        Assert.Equal(new LinkTotals(1, 5), totals);
        Assert.Equal((A18, "synced"), ((await bench.GetAsync("1")).ContactId, (await bench.GetAsync("1")).SyncStatus));
        foreach (var key in (string[])["2", "3"])
        {
            Assert.Null((await bench.GetAsync(key)).ContactId);
            Assert.Null((await bench.GetAsync(key)).SyncedAt);
        }
    }

    [Fact]
    public async Task A_slice_is_applied_once_whatever_happened_since()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org", "2,Bo,Ray,bo@example.org");
        var first = await LinkAsync(bench, 1, ("1", A18, "synced"), ("7", null, "nobody"));
        await LinkAsync(bench, 2, ("1", null, "pending"));
        await bench.ReopenAsync();

        var again = await LinkAsync(bench, 1, ("1", A18, "synced"), ("7", null, "nobody"));

        Assert.Equal(first, again);
        Assert.Equal("pending", (await bench.GetAsync("1")).SyncStatus);
        await Assert.ThrowsAsync<StoreException>(() => LinkAsync(bench, 1, ("1", A18, "synced")));
    }

    private static async Task<LinkTotals> LinkAsync(StoreWorkbench bench, int number, params (string Key, string? Contact, string Status)[] rows)
    {
        var batch = RecordBatch.Rent(LinkSlice.Schema, 0, rows.Length);
        try
        {
            foreach (var (key, contact, status) in rows)
            {
                batch.Text(0).Append(Encoding.UTF8.GetBytes(key));
                if (contact is null)
                {
                    batch.Text(1).AppendNull();
                }
                else
                {
                    batch.Text(1).Append(Encoding.UTF8.GetBytes(contact));
                }

                batch.Text(2).Append(Encoding.UTF8.GetBytes(status));
                batch.EndRow();
            }

            return await bench.Store.LinkAsync(new LinkSlice("run-1", number, bench.Clock.GetUtcNow(), batch), None);
        }
        finally
        {
            batch.Release();
        }
    }
}
