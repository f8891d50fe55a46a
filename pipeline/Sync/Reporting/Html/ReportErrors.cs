namespace ContactSync.Reporting.Html;

/// <summary>The errors of a run's rows, the most frequent first, with what they mean and what to do.</summary>
internal static class ReportErrors
{
    public static void Write(HtmlText page, ReportRows rows)
    {
        page.Raw("<h2>Errors, and what to do about them</h2>\n");
        var errors = rows.Ask(
            """
            select code, message, side, outcome, count(*) from results where run = $run and code is not null group by all
            """);
        var groups = errors
            .Select(e => (Code: e[0]!, Message: e[1], Side: e[2]!, Outcome: e[3]!, Rows: ReportRows.Whole(e[4]), Meaning: ErrorCatalogue.Find(e[0]!, e[1])))
            .GroupBy(e => (e.Code, e.Side, e.Outcome, e.Meaning))
            .OrderByDescending(g => g.Sum(e => e.Rows)).ThenBy(g => g.Key.Code, StringComparer.Ordinal).ThenBy(g => g.Key.Side, StringComparer.Ordinal).ToList();
        if (groups.Count == 0)
        {
            page.Raw("<p class=\"soft\">none</p>\n");
            return;
        }

        foreach (var group in groups)
        {
            var (code, side, outcome, meaning) = group.Key;
            page.Add($"<div class=\"error{(outcome == "failed" ? "" : " again")}\"><p><b>{group.Sum(e => e.Rows)}</b> × <code>{code}</code> <span class=\"soft\">in {(side == "org" ? "Salesforce" : "the store")}, {outcome}</span></p>\n");
            if (meaning is null)
            {
                page.Add($"<p>Not in the catalogue. The text: {group.First().Message}</p>\n");
            }
            else
            {
                page.Add($"<p>{meaning.Meaning}</p>\n<p><b>Now:</b> {meaning.Remedy}</p>\n<p class=\"soft\">Sent again {When(meaning.Again)}.</p>\n");
            }

            page.Add($"<p class=\"soft\">Who: <code>contact-sync query \"select record_key, message from results where run = '{rows.Run}' and code = '{code}'\"</code></p></div>\n");
        }
    }

    private static string When(SentAgain again) => again switch
    {
        SentAgain.Run => "in the same run, up to load.rowRetries times, and then by the next",
        SentAgain.Next => "by the next run",
        SentAgain.Changed => "when the record, the mapping or the link changes",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
