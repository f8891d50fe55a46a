namespace ContactSync.Reporting.Html;

/// <summary>Each node of each graph over time, with its figures; the busiest is named as the bottleneck.</summary>
internal static class ReportNodes
{
    public static void Write(HtmlText page, ReportRows rows)
    {
        page.Raw("<h2>Nodes over time</h2>\n<p class=\"soft\">Filled: share of its workers at work. Line: items waiting, by its own peak.</p>\n");
        var nodes = rows.Ask("select topology, node, parallelism, \"rows\", busy_share, queue_peak, elapsed_seconds, rows_per_second from node_metrics where run = $run");
        var moments = rows.Ask("select topology, node, at_seconds, busy_seconds, queue from node_samples where run = $run order by at_seconds")
            .ToLookup(m => (m[0], m[1]), m => new NodeMoment(ReportRows.Number(m[2]), ReportRows.Number(m[3]), ReportRows.Whole(m[4])));
        if (nodes.Count == 0)
        {
            page.Raw("<p class=\"soft\">none: the run has not loaded</p>\n");
            return;
        }

        foreach (var topology in nodes.GroupBy(n => n[0]!))
        {
            var seconds = ReportRows.Number(topology.First()[6]);
            var busiest = topology.Max(n => ReportRows.Number(n[4]));
            page.Add($"<h3>{topology.Key} <span class=\"soft\">{Plain.Seconds(TimeSpan.FromSeconds(seconds))}</span></h3>\n<div class=\"nodes\">\n");
            foreach (var node in topology)
            {
                var share = ReportRows.Number(node[4]);
                var label = $"{node[1]}: busy {Plain.Share(share)}";
                var chart = moments[(node[0], node[1])].ToList() is { Count: > 0 } seen ? NodeChart.Svg(seen, ReportRows.Whole(node[2]), seconds, label) : "<span></span>";
                page.Add($"<span class=\"name\">{node[1]}</span>").Raw(chart).Add($"<span>{ReportRows.Whole(node[3])} rows · {ReportRows.Number(node[7]):N0}/s<br>{ReportRows.Whole(node[2])} × busy {Plain.Share(share)} · queue ≤ {ReportRows.Whole(node[5])}");
                page.Raw(share > 0 && share == busiest ? " <b class=\"bottleneck\">← bottleneck</b></span>\n" : "</span>\n");
            }

            page.Raw("</div>\n");
        }
    }
}
