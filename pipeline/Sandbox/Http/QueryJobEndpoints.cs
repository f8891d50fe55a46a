using System.Globalization;
using ContactSync.Sandbox.Bulk;

namespace ContactSync.Sandbox.Http;

/// <summary>Bulk API 2.0 query: create, info, abort, delete, list, results by locator.</summary>
internal static class QueryJobEndpoints
{
    private const int PagesListed = 5;

    public static Task HandleAsync(Exchange exchange) => (exchange.Request.Method, exchange.Route[5..]) switch
    {
        ("POST", []) => CreateAsync(exchange),
        ("GET", []) => JobList.WriteAsync(exchange, query: true),
        ("GET", [_]) => InfoAsync(exchange),
        ("PATCH", [_]) => ChangeAsync(exchange),
        ("DELETE", [_]) => DeleteAsync(exchange),
        ("GET", [_, "results"]) => ResultsAsync(exchange),
        ("GET", [_, "resultpages"]) => PagesAsync(exchange),
        _ => throw SalesforceFault.NotFound(),
    };

    private static Job Find(Exchange exchange)
    {
        var job = exchange.Box.Jobs.Get(exchange.Path[5], query: true);
        IngestEndpoints.Note(exchange, job);
        return job;
    }

    private static async Task CreateAsync(Exchange exchange)
    {
        using var body = await exchange.ReadJsonAsync();
        var make = JobRequest.Query(body.RootElement, exchange);
        exchange.Box.Jobs.Quota.TakeQuery();
        var job = await exchange.Box.Jobs.CreateAsync(make);
        IngestEndpoints.Note(exchange, job);
        exchange.Box.Jobs.Start(job);
        await exchange.JsonAsync(200, json => JobJson.Write(json, exchange, job, JobState.UploadComplete, full: false));
    }

    private static Task InfoAsync(Exchange exchange)
    {
        var job = Find(exchange);
        var state = job.Shown(exchange.Box.Jobs.Settings.MinimumPolls, poll: true);
        exchange.Log.JobState = state.ToString();
        return exchange.JsonAsync(200, json => JobJson.Write(json, exchange, job, state, full: true));
    }

    private static async Task ChangeAsync(Exchange exchange)
    {
        var job = Find(exchange);
        using var body = await exchange.ReadJsonAsync();
        if (JobRequest.Text(body.RootElement, "state") != "Aborted")
        {
            throw JobRequest.Invalid("INVALIDJOBSTATE", "A query job can only be aborted");
        }
        await IngestEndpoints.AbortAsync(exchange, job);
    }

    private static async Task DeleteAsync(Exchange exchange)
    {
        var job = Find(exchange);
        if (job.Shown(exchange.Box.Jobs.Settings.MinimumPolls) is not (JobState.JobComplete or JobState.Failed or JobState.Aborted))
        {
            throw JobRequest.Invalid("API_ERROR", "Error encountered when deleting the job because the job is not terminated");
        }
        await exchange.Box.Jobs.DeleteAsync(job);
        await exchange.EmptyAsync(204);
    }

    private static async Task ResultsAsync(Exchange exchange)
    {
        var job = Complete(exchange);
        var page = ResultPage.Find(job, Locator(exchange), Maximum(exchange));
        using var file = FileSlice.Open(job.ResultFile);
        exchange.Log.Rows = page.Rows;
        exchange.Response.Headers["Sforce-NumberOfRecords"] = page.Rows.ToString(CultureInfo.InvariantCulture);
        exchange.Response.Headers["Sforce-Locator"] = page.NextLocator ?? "null";
        await exchange.SendAsync(200, "text/csv; charset=UTF-8", page.HeaderBytes + page.End - page.Start, async (to, stop) =>
        {
            await FileSlice.CopyAsync(file, 0, page.HeaderBytes, to, stop);
            await FileSlice.CopyAsync(file, page.Start, page.End - page.Start, to, stop);
        });
    }

    private static Task PagesAsync(Exchange exchange)
    {
        var job = Complete(exchange);
        var size = exchange.Box.Jobs.Settings.QueryPageRows;
        var first = Locator(exchange) is { } locator ? ResultPage.RowOf(locator) : 0;
        var starts = Enumerable.Range(0, PagesListed).Select(i => first + ((long)i * size)).TakeWhile(s => s == 0 || s < job.Record.Processed).ToList();
        var next = starts.Count > 0 && starts[^1] + size < job.Record.Processed ? starts[^1] + size : (long?)null;
        var root = $"{exchange.Root}/jobs/query/{job.Id}";
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("resultPages");
            foreach (var start in starts)
            {
                json.WriteStartObject();
                json.WriteString("resultUrl", $"{root}/results{(start == 0 ? "" : "?locator=" + ResultPage.Locator(start))}");
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("nextRecordsUrl", next is { } n ? $"{root}/resultPages?locator={ResultPage.Locator(n)}" : null);
            json.WriteBoolean("done", next is null);
            json.WriteEndObject();
        });
    }

    private static Job Complete(Exchange exchange)
    {
        var job = Find(exchange);
        if (job.Record.ApiVersion.ToString("0.0", CultureInfo.InvariantCulture) != exchange.Version)
        {
            throw new SalesforceFault(409, "API_ERROR", "The API version must be the one the job was created with");
        }
        return job.Shown(exchange.Box.Jobs.Settings.MinimumPolls) == JobState.JobComplete
            ? job
            : throw JobRequest.Invalid("INVALIDJOBSTATE", "Results are available only once the job is complete");
    }

    private static string? Locator(Exchange exchange) => exchange.QueryValue("locator") is { Length: > 0 } locator and not "null" ? locator : null;

    private static long Maximum(Exchange exchange)
    {
        if (exchange.QueryValue("maxRecords") is not { Length: > 0 } text)
        {
            return exchange.Box.Jobs.Settings.QueryPageRows;
        }
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var maximum) && maximum > 0
            ? maximum
            : throw JobRequest.Invalid("API_ERROR", "maxRecords must be a positive number");
    }
}
