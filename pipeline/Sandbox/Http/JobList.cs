using System.Globalization;
using ContactSync.Sandbox.Bulk;

namespace ContactSync.Sandbox.Http;

/// <summary>Lists jobs in pages of 1,000; the order means nothing.</summary>
internal static class JobList
{
    private const int PageJobs = 1000;

    public static Task WriteAsync(Exchange exchange, bool query)
    {
        var type = exchange.QueryValue("isPkChunkingEnabled")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true ? "" : exchange.QueryValue("jobType");
        var start = Start(exchange.QueryValue("queryLocator"));
        var jobs = exchange.Box.Jobs.All.Where(j => j.Record.IsQuery == query).ToList();
        if (type is not null && !type.Equals(query ? "V2Query" : "V2Ingest", StringComparison.OrdinalIgnoreCase) && !type.Equals("All", StringComparison.OrdinalIgnoreCase))
        {
            jobs.Clear();
        }
        var page = jobs.Skip(start).Take(PageJobs).ToList();
        var next = start + page.Count < jobs.Count ? $"{exchange.Root}/jobs/{(query ? "query" : "ingest")}?queryLocator=01gR0000000jobsAAA-{start + page.Count}" : null;
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("done", next is null);
            json.WriteStartArray("records");
            foreach (var job in page)
            {
                JobJson.Write(json, exchange, job, job.Shown(exchange.Box.Jobs.Settings.MinimumPolls), full: false);
            }
            json.WriteEndArray();
            json.WriteString("nextRecordsUrl", next);
            json.WriteEndObject();
        });
    }

    private static int Start(string? locator)
    {
        if (locator is null)
        {
            return 0;
        }
        return int.TryParse(locator.AsSpan(locator.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw JobRequest.Invalid("INVALIDLOCATOR", "Invalid queryLocator: " + locator);
    }
}
