using System.Collections.Concurrent;
using ContactSync.Cli;
using ContactSync.Dataflow;

namespace ContactSync.Metrics;

/// <summary>What a process knows of its run at any moment, for whoever measures: the graphs that run or have run, how it ended, and its report once there is one.</summary>
public sealed class RunBoard(string profile, string store, DateTimeOffset started)
{
    private readonly ConcurrentQueue<Topology> _graphs = new();

    public string Profile => profile;

    public string Store => store;

    /// <summary>When the process began its work, UTC.</summary>
    public DateTimeOffset Started => started;

    /// <summary>When it ended, UTC; null while it is going.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>How it ended; null while it is going.</summary>
    public ExitCode? Exit { get; private set; }

    /// <summary>When a run of this profile and store last committed, UTC; null before the first.</summary>
    public DateTimeOffset? Committed { get; set; }

    /// <summary>The report of the newest run of this process; null before it has ended.</summary>
    public RunReport? Report { get; set; }

    /// <summary>Every node of every graph, as it stands now.</summary>
    public IEnumerable<(string Topology, NodeReading Node)> Nodes() =>
        _graphs.Select(g => g.Read()).SelectMany(r => r.Nodes.Select(n => (r.Topology, n)));

    /// <summary>As <paramref name="runner"/>, and noted here.</summary>
    public TopologyRunner Watch(TopologyRunner runner) => (topology, cancellationToken) =>
    {
        _graphs.Enqueue(topology);
        return runner(topology, cancellationToken);
    };

    public void End(ExitCode exit, DateTimeOffset at) => (Exit, Ended) = (exit, at);
}
