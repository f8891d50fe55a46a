using ContactSync.Dataflow;
using static ContactSync.Sync.Tests.Dataflow.Sequences;

namespace ContactSync.Sync.Tests.Dataflow;

public sealed class TopologyFailureTests
{
    [Fact]
    public async Task A_sink_that_fails_with_full_nodes_before_it_is_the_cause()
    {
        var gate = new TaskCompletionSource();
        var t = new Topology("t");
        var sink = t.Sink<int>("z", async (_, _) => { await gate.Task; throw new IOException("late"); }, One);
        Line(t, Numbers(9), sink);

        var run = t.FailsAsync();
        await Task.Delay(50);
        gate.SetResult();

        Assert.Equal("t/z: late", (await run).Message);
    }

    [Fact]
    public async Task A_source_that_fails_is_the_cause()
    {
        var t = new Topology("t");
        Line(t, _ => Bad(), t.Sink<int>("z", Ignore, One));

        var failure = await t.FailsAsync();

        Assert.Equal(("s", "t/s: disk"), (failure.Node, failure.Message));
        Assert.IsType<IOException>(failure.InnerException);

        static async IAsyncEnumerable<int> Bad()
        {
            yield return 1;
            await Task.Yield();
            throw new IOException("disk");
        }
    }

    [Fact]
    public async Task A_time_out_inside_a_node_is_a_failure_and_never_a_lost_item()
    {
        var t = new Topology("t");
        var source = t.Source("s", Numbers(100), One);
        var work = t.Transform<int, int>("w", (x, _) => x % 10 == 9 ? throw new TaskCanceledException("request timed out") : new(x), Small);
        var sink = t.Sink<int>("z", Ignore, One);
        t.Link(source, work);
        t.Link(work, sink);

        var failure = await t.FailsAsync();

        Assert.Equal("w", failure.Node);
        Assert.IsType<TaskCanceledException>(failure.InnerException);
    }

    [Fact]
    public async Task A_cancelled_run_surfaces_as_cancelled_and_every_node_ends()
    {
        using var stop = new CancellationTokenSource();
        var t = new Topology("t");
        var sink = t.Sink<int>("z", async (x, ct) => { if (x == 20) { await stop.CancelAsync(); } await Task.Delay(x < 20 ? 0 : 100_000, ct); }, Small);
        Line(t, Numbers(int.MaxValue), sink);

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => t.EndsAsync(stop.Token));

        Assert.Equal(stop.Token, thrown.CancellationToken);
        Assert.All(t.Nodes, n => Assert.True(n.Completion.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_run_cancelled_before_it_starts_touches_nothing()
    {
        var touched = 0;
        var t = new Topology("t");
        Line(t, Numbers(10), t.Sink<int>("z", (_, _) => { touched++; return default; }, One));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => t.EndsAsync(new CancellationToken(canceled: true)));

        Assert.Equal(0, touched);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("work")]
    [InlineData("expand")]
    [InlineData("fast")]
    [InlineData("slow")]
    public async Task A_failure_gives_up_each_item_in_flight_exactly_once(string failing)
    {
        for (var at = 1; at < 40; at++)
        {
            var held = 0;
            var t = new Topology("t");
            var source = t.Source("source", _ => Rented(at), Small);
            var work = t.Transform<int, int>("work", (x, _) => Owned("work", x), new(4, 6), discard: Release);
            var expand = t.TransformMany<int, int>("expand", (x, _) => Twice(x), Small with { Ordered = false }, discard: Release);
            var fast = t.Sink<int>("fast", async (x, _) => { await Owned("fast", x); Release(x); }, Small, discard: Release);
            var slow = t.Sink<int>("slow", async (x, _) => { await Task.Yield(); await Owned("slow", x); Release(x); }, One, discard: Release);
            t.Link(source, work);
            t.Link(work, expand);
            t.Broadcast(expand, _ => Interlocked.Increment(ref held), fast, slow);

            var failure = await t.FailsAsync();

            Assert.Equal(failing, failure.Node);
            Assert.Equal(0, held);

            void Release(int x) => Interlocked.Decrement(ref held);

            // A delegate owns its item, so it lets go of it before it throws.
            ValueTask<int> Owned(string me, int x)
            {
                if (me == failing && x >= at)
                {
                    Release(x);
                    throw new IOException("boom");
                }

                return new(x);
            }

            async IAsyncEnumerable<int> Twice(int x)
            {
                await Owned("expand", x);
                yield return x;
                Interlocked.Increment(ref held);
                yield return x;
            }

            async IAsyncEnumerable<int> Rented(int stopAt)
            {
                for (var i = 0; i < 400; i++)
                {
                    if (failing == "source" && i >= stopAt)
                    {
                        throw new IOException("boom");
                    }

                    Interlocked.Increment(ref held);
                    yield return i;
                    await Task.Yield();
                }
            }
        }
    }

    [Fact]
    public async Task Hundreds_of_lines_that_fail_anywhere_end_with_the_right_cause()
    {
        for (var i = 0; i < 400; i++)
        {
            var k = i;
            var t = new Topology("t");
            var source = t.Source("s", Numbers(k % 5 == 0 ? k + 1 : 1000), Small);
            var a = t.Transform<int, int>("a", async (x, _) => { if (x == k % 37) { await Task.Yield(); } return x; }, Small);
            var b = t.Transform<int, int>("b", (x, _) => x == k ? throw new IOException("b") : new(x), Small);
            var c = t.Transform<int, int>("c", (x, _) => x == k + 3 ? throw new IOException("c") : new(x), Small);
            var z = t.Sink<int>("z", Ignore, Small);
            t.Link(source, a);
            t.Link(a, b);
            t.Link(b, c);
            t.Link(c, z);

            Assert.Equal("t/b: b", (await t.FailsAsync()).Message);
        }
    }

    [Fact]
    public async Task Hundreds_of_branching_graphs_that_fail_anywhere_end_with_the_right_cause()
    {
        for (var i = 0; i < 400; i++)
        {
            var k = i;
            var boom = new[] { "u", "d", "o", "p" }[k % 4];
            var t = new Topology("t");
            var head = t.Source("s", Numbers(k % 3 == 0 ? k + 4 : 2000), Small);
            var u = t.Transform<int, int>("u", (x, _) => At("u", x), Small);
            var d = t.Transform<int, int>("d", async (x, _) => { await Task.Yield(); return await At("d", x); }, new(3, 5));
            var both = t.Transform<int, int>("m", Same, One);
            var o = t.Sink<int>("o", async (x, _) => await At("o", x), Small);
            var p = t.Sink<int>("p", async (x, _) => { await Task.Yield(); await At("p", x); }, One);
            t.Route(head, x => x % 2, (0, u), (1, d));
            t.Merge(both, u, d);
            t.Broadcast(both, null, o, p);

            var failure = await t.FailsAsync();

            Assert.Equal($"t/{boom}: {boom}", failure.Message);

            ValueTask<int> At(string me, int x) => me == boom && x >= k ? throw new IOException(me) : new(x);
        }
    }

    private static void Line(Topology t, Func<CancellationToken, IAsyncEnumerable<int>> items, SinkNode<int> sink)
    {
        var source = t.Source("s", items, One);
        var a = t.Transform<int, int>("a", Same, new(Capacity: 4));
        var b = t.Transform<int, int>("b", Same, new(Capacity: 4));
        t.Link(source, a);
        t.Link(a, b);
        t.Link(b, sink);
    }
}
