namespace ContactSync.Reporting.Html;

/// <summary>The books of both sides and both targets as bars that add up, then the reasons, the fields and the matches behind them.</summary>
internal static class ReportBooks
{
    private static readonly string[] Outcomes = ["planned", "unchanged", "skipped", "review", "rejected"];
    private static readonly string[] Ends = ["succeeded", "linked", "failed", "pending", "moved"];

    public static void Write(HtmlText page, ReportRows rows)
    {
        page.Raw("<h2>Books: what became of every record</h2>\n");
        foreach (var (side, name) in new[] { ("local", "From the store"), ("org", "From Salesforce") })
        {
            var counts = rows.Ask(
                $"""
                select outcome, count(*) from (
                  select outcome from outcomes where run = $run and side = '{side}' union all select 'rejected' from rejects where run = $run and side = '{side}')
                group by all
                """);
            Bar(page, name, "extracted", Outcomes, counts);
        }

        page.Raw("<h2>Writes: what became of every planned row</h2>\n");
        foreach (var (side, name) in new[] { ("org", "To Salesforce"), ("local", "To the store") })
        {
            var planned = rows.Ask($"select action, count(*) from plan where run = $run and side = '{side}' group by all order by 2 desc");
            var ends = rows.Ask($"select outcome, count(*) from results where run = $run and side = '{side}' group by all");
            Bar(page, $"{name}: {string.Join(", ", planned.Select(p => $"{p[0]} {Plain.Count(ReportRows.Whole(p[1]))}").DefaultIfEmpty("nothing"))}", "written or tried", Ends, ends);
        }

        page.Raw("<h2>Why records were left alone</h2>\n");
        Shares(page, ["side", "what", "reason"], rows.Ask(
            """
            select side, what, reason, count(*) from (
              select side, 'skipped' as what, reason from skipped where run = $run
              union all select side, 'review', reason from review where run = $run
              union all select side, 'rejected', concat_ws(' in ', code, field) from rejects where run = $run
              union all select side, 'value left out', concat_ws(' in ', code, field) from unusable where run = $run)
            group by all order by count(*) desc, 1, 2, 3
            """));
        page.Raw("<h2>Changes by field</h2>\n");
        ReportPage.Grid(page, ["field", "Salesforce: in creates", "in updates", "cleared", "store: in creates", "in updates", "cleared"], [false, true, true, true, true, true, true], rows.Ask(
            """
            select field,
              format('{:,}', count(*) filter (side = 'org' and action = 'create')), format('{:,}', count(*) filter (side = 'org' and action = 'update')),
              format('{:,}', count(*) filter (side = 'org' and action = 'update' and after is null)),
              format('{:,}', count(*) filter (side = 'local' and action = 'create')), format('{:,}', count(*) filter (side = 'local' and action = 'update')),
              format('{:,}', count(*) filter (side = 'local' and action = 'update' and after is null))
            from changes where run = $run group by field order by count(*) desc, field
            """));
        page.Raw("<h3>Updates, by the rule that decided</h3>\n");
        Shares(page, ["written to", "rule"], rows.Ask(
            """
            select case side when 'org' then 'Salesforce' else 'store' end, rule, count(*) from changes
            where run = $run and action = 'update' group by all order by count(*) desc, 1, 2
            """));
        page.Raw("<h2>How people were recognised</h2>\n");
        Shares(page, ["method", "verdict", "score"], rows.Ask(
            """
            select method, verdict, case when score = 1000 then '1000' else format('{} to {}', score // 100 * 100, score // 100 * 100 + 99) end as scores, count(*)
            from matches where run = $run group by all order by count(*) desc, 1, 2, 3
            """));
    }

    private static void Bar(HtmlText page, string name, string whole, string[] parts, IReadOnlyList<string?[]> counts)
    {
        var by = counts.ToDictionary(c => c[0]!, c => ReportRows.Whole(c[1]));
        var total = by.Values.Sum();
        page.Add($"<h3>{name}</h3>\n<p>{total} {whole}</p>\n");
        if (total == 0)
        {
            return;
        }

        page.Raw("<div class=\"bar\">");
        foreach (var part in parts.Where(by.ContainsKey))
        {
            page.Add($"<span class=\"{part}\" style=\"width:{100.0 * by[part] / total:0.###}%\" title=\"{part} {by[part]}\"></span>");
        }

        page.Raw("</div><div class=\"legend\">");
        foreach (var part in parts.Where(by.ContainsKey))
        {
            page.Add($"<span><i class=\"{part}\"></i>{part} {by[part]}</span>");
        }

        page.Raw("</div>\n");
        if (by.Keys.Except(parts).ToList() is { Count: > 0 } strange)
        {
            page.Add($"<p class=\"off\">outcomes that are none: {string.Join(", ", strange)}</p>\n");
        }
    }

    // The last column is the count; beside it stands its share of the largest.
    private static void Shares(HtmlText page, string[] heads, IReadOnlyList<string?[]> rows)
    {
        if (rows.Count == 0)
        {
            page.Raw("<p class=\"soft\">none</p>\n");
            return;
        }

        var most = rows.Max(r => ReportRows.Whole(r[^1]));
        page.Raw("<table><thead><tr>");
        foreach (var head in heads)
        {
            page.Add($"<th>{head}</th>");
        }

        page.Raw("<th class=\"n\">count</th><th></th></tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            page.Raw("<tr>");
            foreach (var cell in row[..^1])
            {
                page.Add($"<td>{cell}</td>");
            }

            var count = ReportRows.Whole(row[^1]);
            page.Add($"<td class=\"n\">{count}</td><td class=\"share\"><div style=\"width:{100.0 * count / most:0.#}%\"></div></td></tr>\n");
        }

        page.Raw("</tbody></table>\n");
    }
}
