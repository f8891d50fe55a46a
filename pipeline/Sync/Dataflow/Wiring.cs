namespace ContactSync.Dataflow;

/// <summary>What must hold of a topology: before it runs that every end is linked and nothing runs in a circle, after it ran that no item was lost.</summary>
internal static class Wiring
{
    public static void Check(string topology, IReadOnlyList<Node> nodes, IReadOnlyList<Edge> edges)
    {
        foreach (var node in nodes)
        {
            if (node.TakesInput && !node.HasSources)
            {
                throw new InvalidOperationException($"{topology}/{node.Name}: nothing is linked to it");
            }

            if (node.GivesOutput && edges.All(e => e.From != node))
            {
                throw new InvalidOperationException($"{topology}/{node.Name}: it is linked to nothing");
            }
        }

        var open = nodes.ToHashSet();
        while (open.RemoveWhere(n => edges.All(e => e.To != n || !open.Contains(e.From))) > 0)
        {
        }

        if (open.Count > 0)
        {
            throw new InvalidOperationException($"{topology}: {string.Join(", ", open.Select(n => n.Name))} run in a circle and would never end");
        }
    }

    /// <summary>The items that went missing, one line a node; empty when all came through.</summary>
    public static IReadOnlyList<string> Losses(IReadOnlyList<Node> nodes, IReadOnlyList<Edge> edges)
    {
        var losses = new List<string>();
        foreach (var node in nodes.Where(n => n.TakesInput))
        {
            var sent = edges.Where(e => e.To == node).Sum(e => e.Passed());
            if (sent != node.Meter.ItemsIn)
            {
                losses.Add($"{node.Name} was sent {sent} items and took {node.Meter.ItemsIn}");
            }

            if (node.KeepsCount && node.Meter.ItemsIn != node.Meter.ItemsOut)
            {
                losses.Add($"{node.Name} took {node.Meter.ItemsIn} items and finished {node.Meter.ItemsOut}");
            }
        }

        return losses;
    }
}
