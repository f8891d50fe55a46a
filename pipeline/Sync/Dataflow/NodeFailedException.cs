namespace ContactSync.Dataflow;

/// <summary>The first failure of a topology: which node, and what it threw. Later failures of the same run are consequences and are not reported.</summary>
public sealed class NodeFailedException(string topology, string node, Exception inner)
    : Exception($"{topology}/{node}: {inner.Message}", inner)
{
    public string Topology { get; } = topology;

    public string Node { get; } = node;
}
