namespace ContactSync.Dataflow;

/// <summary>A link between two nodes; <paramref name="Passed"/> counts the items that went along it.</summary>
internal sealed record Edge(Node From, Node To, string? Label, Func<long> Passed);
