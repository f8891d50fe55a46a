using System.Text;

namespace ContactSync.Dataflow;

/// <summary>Draws topologies as Mermaid flowcharts: one by its nodes' names, several as one chart with a frame around each.</summary>
public static class Mermaid
{
    public static string Draw(Topology topology)
    {
        var text = new StringBuilder("flowchart LR\n");
        Lines(text, topology, "  ", n => n.Name);
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The topologies in order; <paramref name="barriers"/> are the words on the arrows from one to the next.</summary>
    public static string Draw(IReadOnlyList<Topology> topologies, IReadOnlyList<string> barriers)
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var topology in topologies)
        {
            text.Append("  subgraph ").Append(topology.Name).Append('\n');
            foreach (var node in topology.Nodes)
            {
                text.Append("    ").Append(Id(topology, node)).Append("[\"").Append(node.Name).Append("\"]\n");
            }

            Lines(text, topology, "    ", n => Id(topology, n));
            text.Append("  end\n");
        }

        for (var i = 1; i < topologies.Count; i++)
        {
            text.Append("  ").Append(topologies[i - 1].Name).Append(" ==>|").Append(barriers[i - 1]).Append("| ").Append(topologies[i].Name).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Id(Topology topology, Node node) => $"{topology.Name}.{node.Name}";

    private static void Lines(StringBuilder text, Topology topology, string indent, Func<Node, string> id)
    {
        foreach (var edge in topology.Edges)
        {
            text.Append(indent).Append(id(edge.From)).Append(" -->");
            text.Append(edge.Label is null ? " " : $"|{edge.Label}| ").Append(id(edge.To)).Append('\n');
        }
    }
}
