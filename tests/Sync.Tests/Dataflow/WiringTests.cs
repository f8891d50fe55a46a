using ContactSync.Dataflow;
using static ContactSync.Sync.Tests.Dataflow.Sequences;

namespace ContactSync.Sync.Tests.Dataflow;

public sealed class WiringTests
{
    [Fact]
    public async Task A_node_that_nothing_is_linked_to_is_refused_before_the_run()
    {
        var t = new Topology("t");
        t.Link(t.Source("s", Numbers(1), One), t.Sink<int>("z", Ignore, One));
        t.Sink<int>("lonely", Ignore, One);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => t.EndsAsync());

        Assert.Equal("t/lonely: nothing is linked to it", thrown.Message);
    }

    [Fact]
    public async Task A_node_whose_items_go_nowhere_is_refused_before_the_run()
    {
        var t = new Topology("t");
        t.Link(t.Source("s", Numbers(1), One), t.Transform<int, int>("w", Same, One));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => t.EndsAsync());

        Assert.Equal("t/w: it is linked to nothing", thrown.Message);
    }

    [Fact]
    public async Task A_circle_is_refused_before_the_run()
    {
        var t = new Topology("t");
        var source = t.Source("s", Numbers(1), One);
        var a = t.Transform<int, int>("a", Same, One);
        var b = t.Transform<int, int>("b", Same, One);
        t.Merge(a, source, b);
        t.Link(a, b);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => t.EndsAsync());

        Assert.Contains("a, b run in a circle", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_link_from_a_node_would_steal_items_and_is_refused()
    {
        var t = new Topology("t");
        var source = t.Source("s", Numbers(1), One);
        t.Link(source, t.Sink<int>("a", Ignore, One));

        Assert.Throws<InvalidOperationException>(() => t.Link(source, t.Sink<int>("b", Ignore, One)));
    }

    [Fact]
    public void A_name_is_given_once_and_in_lower_case()
    {
        var t = new Topology("t");
        t.Sink<int>("load-org", Ignore, One);

        Assert.Throws<ArgumentException>(() => t.Sink<int>("load-org", Ignore, One));
        Assert.Throws<ArgumentException>(() => t.Sink<int>("Load org", Ignore, One));
    }

    [Fact]
    public void An_expansion_in_parallel_that_promises_order_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Topology("t").TransformMany<int, int>("x", (_, _) => Numbers(1)(default), Small));

    [Fact]
    public async Task A_topology_runs_once()
    {
        var t = new Topology("t");
        t.Link(t.Source("s", Numbers(1), One), t.Sink<int>("z", Ignore, One));
        await t.EndsAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => t.EndsAsync());
    }

    [Fact]
    public void An_item_that_went_along_a_link_and_was_not_taken_is_a_loss()
    {
        var t = new Topology("t");
        var source = t.Source("s", Numbers(1), One);
        var sink = t.Sink<int>("z", Ignore, One);
        var start = sink.Meter.Take(0, 0, 0);

        var losses = Wiring.Losses([source, sink], [new Edge(source, sink, null, () => 3)]);

        Assert.Equal(["z was sent 3 items and took 1", "z took 1 items and finished 0"], losses);
        sink.Meter.Stop(start, 1);
        Assert.Empty(Wiring.Losses([source, sink], [new Edge(source, sink, null, () => 1)]));
    }
}
