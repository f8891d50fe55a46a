using ContactSync.Dataflow;
using static ContactSync.Sync.Tests.Dataflow.Sequences;

namespace ContactSync.Sync.Tests.Dataflow;

public sealed class TopologyReadingTests
{
    /// <summary>A clock whose timestamps move only when told.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _ticks = 1000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public void Pass(int seconds) => Interlocked.Add(ref _ticks, seconds * TimeSpan.TicksPerSecond);
    }

    [Fact]
    public async Task Items_rows_busy_and_waiting_time_are_counted_per_node()
    {
        var clock = new HandClock();
        var t = new Topology("t", clock: clock);
        var source = t.Source("s", Numbers(3), One, rows: _ => 10);
        var work = t.Transform<int, int>("w", (x, _) => { clock.Pass(2); return new(x); }, One, rows: _ => 10);
        var sink = t.Sink<int>("z", (_, _) => { clock.Pass(1); return default; }, new(Capacity: 8), rows: _ => 10);
        t.Link(source, work);
        t.Link(work, sink);

        await t.EndsAsync();
        var reading = t.Read();

        Assert.Equal(TimeSpan.FromSeconds(9), reading.Elapsed);
        Assert.Equal([("s", 3L, 30L), ("w", 3L, 30L), ("z", 3L, 30L)], reading.Nodes.Select(n => (n.Node, n.ItemsOut, n.Rows)));
        Assert.All(reading.Nodes, n => Assert.Equal(0, n.Queue));
        Assert.InRange(reading.Nodes[1].Busy, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(9));
        Assert.InRange(reading.Nodes[2].Busy, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task A_source_that_waits_for_others_is_not_busy_meanwhile_nor_the_bottleneck()
    {
        var clock = new HandClock();
        var (waiting, inside) = (new TaskCompletionSource(), new TaskCompletionSource());
        var gate = new TaskCompletionSource();
        var t = new Topology("t", clock: clock);
        SourceNode<int>? source = null;
        source = t.Source("s", _ => TwoAsync(), One);
        var sink = t.Sink<int>("z", async (_, _) => { inside.TrySetResult(); await gate.Task; }, One);
        t.Link(source, sink);
        var run = t.EndsAsync();
        await Task.WhenAll(waiting.Task, inside.Task);
        clock.Pass(10);

        var reading = t.Read();
        gate.SetResult();
        await run;

        Assert.Equal("z", reading.Bottleneck?.Node);
        Assert.Equal(TimeSpan.Zero, reading.Nodes[0].Busy);
        Assert.Equal(TimeSpan.Zero, t.Read().Nodes[0].Busy);

        async IAsyncEnumerable<int> TwoAsync()
        {
            yield return 1;
            var away = source!.Meter.AwayAsync(gate.Task);
            waiting.SetResult();
            await away;
            yield return 2;
        }
    }

    [Fact]
    public async Task Work_under_way_counts_as_busy_and_names_the_bottleneck()
    {
        var clock = new HandClock();
        var inside = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var t = new Topology("t", clock: clock);
        var source = t.Source("s", Numbers(1), One);
        var work = t.Transform<int, int>("w", Same, One);
        var sink = t.Sink<int>("z", async (_, _) => { inside.TrySetResult(); await gate.Task; }, One);
        t.Link(source, work);
        t.Link(work, sink);
        var run = t.EndsAsync();
        await Task.WhenAll(inside.Task, source.Completion);
        clock.Pass(10);

        var reading = t.Read();
        gate.SetResult();
        await run;

        Assert.Equal("z", reading.Bottleneck?.Node);
        Assert.Equal(1, reading.Bottleneck?.BusyShare);
    }

    [Fact]
    public void Before_any_work_there_is_no_bottleneck()
    {
        var t = new Topology("t");
        t.Link(t.Source("s", Numbers(1), One), t.Sink<int>("z", Ignore, One));

        Assert.Null(t.Read().Bottleneck);
        Assert.Equal(TimeSpan.Zero, t.Read().Elapsed);
    }
}
