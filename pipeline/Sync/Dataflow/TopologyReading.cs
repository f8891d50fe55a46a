namespace ContactSync.Dataflow;

/// <summary>One node at one moment: a row of the live table and of node_metrics. Rows are those of the items taken up (made, for a source).</summary>
public sealed record NodeReading(
    string Node,
    int Parallelism,
    int Capacity,
    long ItemsIn,
    long ItemsOut,
    long Rows,
    TimeSpan Busy,
    TimeSpan Waited,
    int Queue,
    int QueuePeak,
    int WorkingPeak,
    TimeSpan Elapsed)
{
    /// <summary>Share of the node's possible working time spent working, 0 to 1.</summary>
    public double BusyShare => Elapsed <= TimeSpan.Zero ? 0 : Math.Min(1, Busy / (Elapsed * Parallelism));

    public double RowsPerSecond => Elapsed <= TimeSpan.Zero ? 0 : Rows / Elapsed.TotalSeconds;
}

/// <summary>All nodes of a topology at one moment, in the order they were made.</summary>
public sealed record TopologyReading(string Topology, TimeSpan Elapsed, IReadOnlyList<NodeReading> Nodes)
{
    /// <summary>The node with the highest busy share (the first on a tie); null before any work.</summary>
    public NodeReading? Bottleneck => Nodes.Where(n => n.BusyShare > 0).MaxBy(n => n.BusyShare);
}
