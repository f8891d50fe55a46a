using System.Globalization;
using System.Reflection;
using ContactSync.Runs;

namespace ContactSync.Reporting.Html;

/// <summary>
/// One run as one HTML page that needs no other file and no network: its books, what changed by field and rule, why records were left, errors with their
/// remedies, and each node over time. It holds counts, codes and the org's error texts, but no values of records.
/// </summary>
public static class ReportPage
{
    /// <summary>The page of a run, or of the newest for null. Throws <see cref="Cli.UserException"/> when the history has no such run.</summary>
    public static (string Run, string Html) Write(History history, string? run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        var known = new ReportRows(history, "", cancellationToken).Ask("select run from manifests order by run desc").Select(r => r[0]!).ToList();
        var id = run is null ? known[0] : known.FirstOrDefault(k => k == run) ?? throw Unknown(run, known);
        return (id, Page(new ReportRows(history, id, cancellationToken)));
    }

    private static Cli.UserException Unknown(string run, List<string> known) => new(
        $"The history has no run {run}.", "report", $"Name one of: {string.Join(", ", known.Take(5))}{(known.Count > 5 ? ", ..." : "")}. All of them: contact-sync runs", Cli.ExitCode.Configuration);

    private static string Page(ReportRows rows)
    {
        var page = new HtmlText();
        page.Add($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Run {rows.Run}</title>\n<style>\n");
        page.Raw(Style()).Raw("</style></head><body><main>\n");
        Head(page, rows);
        ReportBooks.Write(page, rows);
        ReportErrors.Write(page, rows);
        ReportNodes.Write(page, rows);
        Tables(page, rows);
        page.Raw("</main></body></html>\n");
        return page.ToString();
    }

    private static void Head(HtmlText page, ReportRows rows)
    {
        var m = rows.Ask(
            """
            select state, kind, profile, org_id, store, strftime(started_at at time zone 'UTC', '%Y-%m-%d %H:%M:%S'), coalesce(epoch(ended_at) - epoch(started_at), -1),
              (select sum(bytes) from sealed where run = $run)
            from manifests where run = $run
            """)[0];
        var run = rows.Ask("select api_calls, load_jobs, extract_jobs, bytes_sent, bytes_received, rows_sent_again from run where run = $run");
        var isDone = m[0] is "committed" or "planned" or "dry";
        page.Add($"<h1>Run {rows.Run}<span class=\"state{(isDone ? "" : " bad")}\">{m[0]}</span></h1>\n<dl class=\"facts\">");
        Fact(page, "started", m[5] + " UTC");
        var seconds = ReportRows.Number(m[6]);
        Fact(page, "took", seconds < 0 ? "not ended" : Plain.Seconds(TimeSpan.FromSeconds(seconds)));
        Fact(page, "kind", m[1]!);
        Fact(page, "profile", m[2]!);
        Fact(page, "org", m[3]!);
        Fact(page, "store", m[4]!);
        foreach (var r in run)
        {
            Fact(page, "API calls", Plain.Count(ReportRows.Whole(r[0])));
            Fact(page, "Bulk jobs", string.Create(CultureInfo.InvariantCulture, $"{ReportRows.Whole(r[1])} load, {ReportRows.Whole(r[2])} extract"));
            Fact(page, "sent, received", $"{Plain.Size(ReportRows.Whole(r[3]))}, {Plain.Size(ReportRows.Whole(r[4]))}");
            if (ReportRows.Whole(r[5]) is > 0 and var again)
            {
                Fact(page, "rows sent again", Plain.Count(again));
            }
        }

        Fact(page, "run folder", Plain.Size(ReportRows.Whole(m[7])));
        page.Raw("</dl>\n");
    }

    private static void Fact(HtmlText page, string name, string value) => page.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static void Tables(HtmlText page, ReportRows rows)
    {
        page.Raw("<h2>Steps and tables</h2>\n");
        Grid(page, ["step of deciding", "rows", "seconds"], [false, true, true],
            rows.Ask("select step, format('{:,}', \"rows\"), format('{:.2f}', seconds) from steps where run = $run order by ordinal"));
        page.Raw("<h3>Sealed tables</h3>\n");
        Grid(page, ["table", "rows", "bytes"], [false, true, true], rows.Ask("select name, format('{:,}', \"rows\"), format('{:,}', bytes) from sealed where run = $run order by name"));
        page.Add($"<p class=\"soft\">Ask them anything: <code>contact-sync query \"from changes where run = '{rows.Run}' limit 20\"</code>, one record: <code>contact-sync explain KEY</code></p>\n");
    }

    /// <summary>A table; <paramref name="numbers"/> tells which columns stand to the right. Nothing where there are no rows.</summary>
    internal static void Grid(HtmlText page, string[] heads, bool[] numbers, IReadOnlyList<string?[]> rows)
    {
        if (rows.Count == 0)
        {
            page.Raw("<p class=\"soft\">none</p>\n");
            return;
        }

        page.Raw("<table><thead><tr>");
        for (var i = 0; i < heads.Length; i++)
        {
            page.Add($"<th{Class(numbers[i])}>{heads[i]}</th>");
        }

        page.Raw("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            page.Raw("<tr>");
            for (var i = 0; i < heads.Length; i++)
            {
                page.Raw("<td").Raw(numbers[i] ? " class=\"n\"" : "").Add($">{row[i]}</td>");
            }

            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table>\n");
    }

    private static HtmlText Class(bool isNumber) => new HtmlText().Raw(isNumber ? " class=\"n\"" : "");

    private static string Style()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css") ?? throw new InvalidOperationException("resource report.css is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
