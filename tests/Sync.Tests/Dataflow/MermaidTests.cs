using ContactSync.Dataflow;
using static ContactSync.Sync.Tests.Dataflow.Sequences;

namespace ContactSync.Sync.Tests.Dataflow;

public sealed class MermaidTests
{
    [Fact]
    public void One_topology_is_drawn_as_it_is_linked()
    {
        Assert.Equal(
            """
            flowchart LR
              plan -->|org| load-org
              plan -->|local| load-local
            """,
            Load().ToMermaid());
    }

    [Fact]
    public void Several_topologies_share_a_chart_with_a_frame_and_a_barrier()
    {
        var stage = new Topology("stage");
        stage.Link(stage.Source("extract", Numbers(1), One), stage.Sink<int>("snapshot", Ignore, One));

        Assert.Equal(
            """
            flowchart LR
              subgraph stage
                stage.extract["extract"]
                stage.snapshot["snapshot"]
                stage.extract --> stage.snapshot
              end
              subgraph load
                load.plan["plan"]
                load.load-org["load-org"]
                load.load-local["load-local"]
                load.plan -->|org| load.load-org
                load.plan -->|local| load.load-local
              end
              stage ==>|reconcile| load
            """,
            Mermaid.Draw([stage, Load()], ["reconcile"]));
    }

    private static Topology Load()
    {
        var load = new Topology("load");
        var plan = load.Source("plan", Numbers(1), One);
        load.Route(plan, _ => "org", ("org", load.Sink<int>("load-org", Ignore, One)), ("local", load.Sink<int>("load-local", Ignore, One)));
        return load;
    }
}
