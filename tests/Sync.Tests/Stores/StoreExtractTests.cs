using ContactSync.Stores;
using ContactSync.Transforms.Model;

namespace ContactSync.Sync.Tests.Stores;

public sealed class StoreExtractTests
{
    [Fact]
    public async Task A_window_is_open_at_its_start_and_closed_at_its_end()
    {
        await using var bench = new StoreWorkbench();
        var stamps = new List<DateTimeOffset>();
        foreach (var key in new[] { "1", "2", "3" })
        {
            await bench.ImportAsync($"{key},,Lee,");
            stamps.Add((await bench.GetAsync(key)).ChangedAt);
        }

        Assert.Equal(["local:2|2|-|-|Lee|-"], await bench.ExtractAsync(stamps[0], stamps[1]));
        Assert.Equal(["local:2|2|-|-|Lee|-", "local:3|3|-|-|Lee|-"], await bench.ExtractAsync(stamps[0], stamps[2]));
        Assert.Equal(3, (await bench.ExtractAsync(null, stamps[2])).Length);
        Assert.Empty(await bench.ExtractAsync(stamps[2], stamps[2].AddHours(1)));
    }

    [Fact]
    public async Task Named_keys_come_whatever_their_stamp_and_once()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,", "2,Bob,Ray,");
        var first = (await bench.GetAsync("1")).ChangedAt;
        await bench.ImportAsync("3,Cid,Fox,");
        var last = (await bench.GetAsync("3")).ChangedAt;

        Assert.Equal(["local:1|1|-|Ann|Lee|-", "local:3|3|-|Cid|Fox|-"], await bench.ExtractAsync(first, last, ["3", "1", "1", "none"]));
    }

    [Fact]
    public async Task Rows_come_in_ordinal_key_order_whatever_the_batch_size()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync([.. Enumerable.Range(1, 5000).Select(i => $"{(i * 7919) % 10007},F{i},L{i},p{i}@example.org")]);
        var bound = await bench.Store.BoundAsync(CancellationToken.None);

        var whole = await bench.ExtractAsync(null, bound, batchRows: 10_000);
        var pieces = await bench.ExtractAsync(null, bound, batchRows: 97);

        Assert.Equal(5000, whole.Length);
        Assert.Equal(whole, pieces);
        Assert.Equal(whole.Select(l => l.Split('|')[1]).Order(StringComparer.Ordinal), whole.Select(l => l.Split('|')[1]));
    }

    [Fact]
    public async Task The_raw_text_is_given_as_it_was_typed_and_a_blank_as_null()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,\" Zoë 🦊 \",\"O\"\"Neil, \nJr\",Zoe@Example.ORG");

        var line = Assert.Single(await bench.ExtractAsync(null, await bench.Store.BoundAsync(CancellationToken.None)));

        Assert.Equal("local:1|1|-| Zoë 🦊 |O\"Neil, \nJr|Zoe@Example.ORG", line);
    }

    [Fact]
    public async Task Stamps_are_microseconds_since_1970()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,");
        var stamp = (await bench.GetAsync("1")).ChangedAt;

        await foreach (var batch in bench.Store.ExtractAsync(new StoreWindow(null, stamp, []), StoreWorkbench.Schema, 10, CancellationToken.None))
        {
            Assert.Equal(stamp, DateTimeOffset.UnixEpoch.AddMicroseconds(batch.Int64(3)[0]));
            batch.Release();
        }
    }

    [Fact]
    public async Task A_column_that_the_store_does_not_have_is_refused_with_a_suggestion()
    {
        await using var bench = new StoreWorkbench();
        var schema = new RecordSchema("extract_local", [new("frist_name", ColumnType.Text, ColumnRole.Value)]);

        var e = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await foreach (var batch in bench.Store.ExtractAsync(new StoreWindow(null, bench.Clock.GetUtcNow(), []), schema, 10, CancellationToken.None))
            {
                batch.Release();
            }
        });
        Assert.Contains("Did you mean 'first_name'?", e.What, StringComparison.Ordinal);
    }
}
