using ContactSync.Dataflow;
using Spectre.Console;

namespace ContactSync.Reporting;

/// <summary>What the nodes of a topology do, as a table for a terminal and as one line for everything else.</summary>
public static class NodeTable
{
    public static Table Table(TopologyReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var table = new Table().Border(TableBorder.None).AddColumn("node");
        foreach (var column in new[] { "par", "busy", "queue", "waited", "rows", "rows/s" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("");
        foreach (var node in reading.Nodes)
        {
            table.AddRow(
                Markup.Escape(node.Node),
                $"{node.Parallelism}",
                Plain.Share(node.BusyShare),
                $"{node.Queue}/{node.Capacity}",
                Plain.Seconds(node.Waited),
                Plain.Count(node.Rows),
                Plain.Count((long)node.RowsPerSecond),
                node == reading.Bottleneck ? "<- bottleneck" : "");
        }

        return table;
    }

    /// <summary><c>stage 12.0 s: extract 24,000 rows, normalise 20,480 rows; bottleneck normalise, 97 % busy</c></summary>
    public static string Line(TopologyReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var nodes = string.Join(", ", reading.Nodes.Select(n => $"{n.Node} {Plain.Count(n.Rows)}"));
        var bottleneck = reading.Bottleneck is { } b ? $"; bottleneck {b.Node}, {Plain.Share(b.BusyShare)} busy" : "";
        return $"{reading.Topology} {Plain.Seconds(reading.Elapsed)}: rows {nodes}{bottleneck}";
    }
}
