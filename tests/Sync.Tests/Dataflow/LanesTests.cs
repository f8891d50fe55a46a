using System.Collections.Concurrent;
using ContactSync.Dataflow;
using static ContactSync.Sync.Tests.Dataflow.Sequences;

namespace ContactSync.Sync.Tests.Dataflow;

public sealed class LanesTests
{
    [Fact]
    public async Task Who_waits_enters_in_the_order_of_asking_when_there_is_room()
    {
        var lanes = new Lanes(1);
        await lanes.EnterAsync(default);
        var second = lanes.EnterAsync(default);
        var third = lanes.EnterAsync(default);

        Assert.Equal((false, false, 2), (second.IsCompleted, third.IsCompleted, lanes.Waiting));
        lanes.Leave();

        await second.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);
        lanes.Width = 2;
        await third.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(0, lanes.Waiting);
    }

    [Fact]
    public async Task Narrowed_lanes_let_nobody_in_before_enough_have_left()
    {
        var lanes = new Lanes(3);
        await Task.WhenAll(lanes.EnterAsync(default), lanes.EnterAsync(default), lanes.EnterAsync(default));
        lanes.Width = 1;
        var waiting = lanes.EnterAsync(default);

        lanes.Leave();
        lanes.Leave();
        Assert.False(waiting.IsCompleted);

        lanes.Leave();
        await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_width_of_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Lanes(1).Width = 0);

    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(3, 1, 1)]
    [InlineData(2, 100, 8)]
    public async Task A_topology_that_is_going_works_on_as_many_items_as_it_is_told_up_to_what_the_node_holds(int before, int asked, int after)
    {
        var working = new ConcurrentQueue<TaskCompletionSource>();
        var t = new Topology("t");
        var source = t.Source("s", Numbers(40), One);
        var work = t.Transform<int, int>(
            "w",
            async (x, _) =>
            {
                var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                working.Enqueue(done);
                await done.Task;
                return x;
            },
            new(Parallelism: before, Capacity: 8, Adjustable: true));
        var seen = new List<int>();
        var sink = t.Sink<int>("z", (x, _) => { seen.Add(x); return default; }, One);
        t.Link(source, work);
        t.Link(work, sink);
        var run = t.EndsAsync();
        await HasAsync(working, before);

        Assert.True(t.Pace("w", asked));
        for (var i = 0; i < before; i++)
        {
            End(working);
        }

        await HasAsync(working, after);
        Assert.Equal(after, t.Read().Nodes.Single(n => n.Node == "w").Parallelism);
        while (!run.IsCompleted)
        {
            End(working);
            await Task.Yield();
        }

        await run;
        Assert.Equal(Enumerable.Range(0, 40), seen);
        Assert.Equal(Math.Max(before, after), t.Read().Nodes.Single(n => n.Node == "w").WorkingPeak);
    }

    [Fact]
    public void A_node_that_keeps_the_order_of_its_work_cannot_be_paced()
    {
        var t = new Topology("t");
        t.Sink<int>("z", Ignore, One);

        Assert.False(t.Pace("z", 2));
        Assert.False(t.Pace("nobody", 2));
    }

    private static void End(ConcurrentQueue<TaskCompletionSource> working)
    {
        if (working.TryDequeue(out var done))
        {
            done.SetResult();
        }
    }

    /// <summary>Waits until so many items are in work, and no more come.</summary>
    private static async Task HasAsync(ConcurrentQueue<TaskCompletionSource> working, int count)
    {
        var limit = TimeProvider.System.GetTimestamp();
        while (working.Count < count && TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(count, working.Count);
    }
}
