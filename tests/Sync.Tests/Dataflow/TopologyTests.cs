using System.Collections.Concurrent;
using ContactSync.Dataflow;
using static ContactSync.Sync.Tests.Dataflow.Sequences;

namespace ContactSync.Sync.Tests.Dataflow;

public sealed class TopologyTests
{
    [Fact]
    public async Task Items_keep_their_order_under_parallelism()
    {
        var seen = new List<int>();
        var t = new Topology("t");
        var source = t.Source("s", Numbers(500), One);
        var work = t.Transform<int, int>("w", async (x, ct) => { await Task.Delay(x % 3, ct); return x; }, new(Parallelism: 8, Capacity: 16));
        var sink = t.Sink<int>("z", (x, _) => { seen.Add(x); return default; }, One);
        t.Link(source, work);
        t.Link(work, sink);

        await t.EndsAsync();

        Assert.Equal(Enumerable.Range(0, 500), seen);
    }

    [Fact]
    public async Task An_unordered_node_lets_a_slow_item_be_overtaken_and_loses_none()
    {
        var seen = new List<int>();
        var first = new TaskCompletionSource();
        var t = new Topology("t");
        var source = t.Source("s", Numbers(50), One);
        var work = t.Transform<int, int>(
            "w",
            async (x, _) =>
            {
                if (x == 0)
                {
                    await first.Task;
                }

                return x;
            },
            new(Parallelism: 2, Capacity: 4, Ordered: false));
        var sink = t.Sink<int>("z", (x, _) => { seen.Add(x); if (x == 49) { first.SetResult(); } return default; }, One);
        t.Link(source, work);
        t.Link(work, sink);

        await t.EndsAsync();

        Assert.Equal(0, seen[^1]);
        Assert.Equal(Enumerable.Range(0, 50), seen.Order());
    }

    [Fact]
    public async Task Several_sources_merge_and_the_target_ends_with_the_last()
    {
        var seen = new ConcurrentBag<int>();
        var t = new Topology("t");
        var a = t.Source("a", Numbers(5), One);
        var b = t.Source("b", Numbers(2000, from: 5), One);
        var sink = t.Sink<int>("z", (x, _) => { seen.Add(x); return default; }, Small);
        t.Merge(sink, a, b);

        await t.EndsAsync();

        Assert.Equal(Enumerable.Range(0, 2005), seen.Order());
    }

    [Fact]
    public async Task Routed_items_reach_the_target_of_their_key_and_merge_again()
    {
        var seen = new ConcurrentBag<string>();
        var t = new Topology("t");
        var source = t.Source("s", Numbers(1000), One);
        var even = t.Transform<int, string>("even", async (x, _) => { await Task.Yield(); return $"e{x}"; }, One);
        var odd = t.Transform<int, string>("odd", (x, _) => new($"o{x}"), Small);
        var sink = t.Sink<string>("z", (x, _) => { seen.Add(x); return default; }, One);
        t.Route(source, x => x % 2, (0, even), (1, odd));
        t.Merge(sink, even, odd);

        await t.EndsAsync();

        Assert.Equal(Enumerable.Range(0, 1000).Select(x => (x % 2 == 0 ? "e" : "o") + x).Order(), seen.Order());
    }

    [Fact]
    public async Task An_item_without_a_route_fails_the_topology_and_names_its_key()
    {
        var t = new Topology("t");
        var source = t.Source("s", Numbers(10), One);
        var sink = t.Sink<int>("z", Ignore, One);
        t.Route(source, x => x, (0, sink), (1, sink));

        var failure = await t.FailsAsync();

        Assert.Equal("t/s: no route for the key 2", failure.Message);
    }

    [Fact]
    public async Task An_expansion_is_made_only_as_fast_as_it_is_taken()
    {
        var made = 0;
        var taken = 0;
        var most = 0;
        var t = new Topology("t");
        var source = t.Source("s", Numbers(3), One);
        var expand = t.TransformMany<int, int>("x", (_, _) => Many(), One);
        var sink = t.Sink<int>(
            "z",
            async (_, _) =>
            {
                most = Math.Max(most, Volatile.Read(ref made) - taken);
                taken++;
                await Task.Yield();
            },
            One);
        t.Link(source, expand);
        t.Link(expand, sink);

        await t.EndsAsync();

        Assert.Equal(3000, taken);
        Assert.InRange(most, 1, 5);

        async IAsyncEnumerable<int> Many()
        {
            for (var i = 0; i < 1000; i++)
            {
                Interlocked.Increment(ref made);
                yield return i;
            }

            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Every_target_of_a_broadcast_gets_every_item_however_slow_one_is()
    {
        var shared = 0;
        var fast = new List<int>();
        var slow = new List<int>();
        var t = new Topology("t");
        var source = t.Source("s", Numbers(300), One);
        var a = t.Sink<int>("a", (x, _) => { fast.Add(x); return default; }, One);
        var b = t.Sink<int>("b", async (x, ct) => { await Task.Delay(x % 2, ct); slow.Add(x); }, One);
        t.Broadcast(source, _ => shared++, a, b);

        await t.EndsAsync();

        Assert.Equal(Enumerable.Range(0, 300), fast);
        Assert.Equal(fast, slow);
        Assert.Equal(300, shared);
    }

    [Fact]
    public async Task Back_pressure_reaches_the_source()
    {
        var made = 0;
        var gate = new TaskCompletionSource();
        var inside = new TaskCompletionSource();
        var full = new TaskCompletionSource();
        var t = new Topology("t");
        var source = t.Source("s", _ => Made(), One);
        var work = t.Transform<int, int>("w", Same, One);
        var sink = t.Sink<int>("z", async (_, _) => { inside.TrySetResult(); await gate.Task; }, One);
        t.Link(source, work);
        t.Link(work, sink);

        var run = t.EndsAsync();
        await inside.Task;
        await Task.WhenAny(full.Task, Task.Delay(100));
        var madeWhileShut = Volatile.Read(ref made);
        gate.SetResult();
        await run;

        Assert.InRange(madeWhileShut, 1, 5);
        Assert.Equal(1000, made);

        async IAsyncEnumerable<int> Made()
        {
            for (var i = 0; i < 1000; i++)
            {
                if (Interlocked.Increment(ref made) > 5)
                {
                    full.TrySetResult();
                }

                yield return i;
            }

            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task The_steps_run_on_the_scheduler_that_was_given()
    {
        var pair = new ConcurrentExclusiveSchedulerPair();
        var elsewhere = 0;
        var t = new Topology("t", pair.ExclusiveScheduler);
        var source = t.Source("s", _ => Watched(), One);
        var work = t.Transform<int, int>("w", (x, _) => { Look(); return new(x); }, Small);
        var sink = t.Sink<int>("z", (_, _) => { Look(); return default; }, Small);
        t.Route(source, x => { Look(); return x % 1; }, (0, work));
        t.Link(work, sink);

        await t.EndsAsync();

        Assert.Equal(0, elsewhere);

        void Look() => Interlocked.Add(ref elsewhere, TaskScheduler.Current == pair.ExclusiveScheduler ? 0 : 1);

        async IAsyncEnumerable<int> Watched()
        {
            for (var i = 0; i < 100; i++)
            {
                Look();
                yield return i;
                await Task.Yield();
            }
        }
    }
}
