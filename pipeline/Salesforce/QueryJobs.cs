using System.Globalization;
using System.Net;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>Bulk API 2.0 query jobs. Results are read with the API version that made the job; a locator stays good as long as the job is there.</summary>
public sealed class QueryJobs
{
    // What the org writes in place of a locator on the last page.
    private const string LastPage = "null";

    private readonly Transport transport;
    private readonly Endpoint endpoint;

    internal QueryJobs(Transport transport, Endpoint endpoint)
    {
        this.transport = transport;
        this.endpoint = endpoint;
    }

    /// <summary>Makes a job, which starts at once; with <paramref name="queryAll"/> it also finds deleted and merged records.</summary>
    public async Task<JobInfo> CreateAsync(Soql soql, bool queryAll = false, CancellationToken cancellationToken = default)
    {
        var body = JsonBody.Of(json =>
        {
            json.WriteString("operation", queryAll ? "queryAll" : "query");
            json.WriteString("query", soql.ToString());
            json.WriteString("contentType", "CSV");
            json.WriteString("columnDelimiter", "COMMA");
            json.WriteString("lineEnding", "LF");
        });
        var request = new WireRequest(HttpMethod.Post, endpoint.Versioned("/jobs/query"), body);
        return JobInfo.Parse(await transport.JsonAsync(request, cancellationToken), request);
    }

    /// <summary>Where the job stands.</summary>
    public async Task<JobInfo> GetAsync(string jobId, CancellationToken cancellationToken = default)
    {
        var request = new WireRequest(HttpMethod.Get, Address(jobId));
        return JobInfo.Parse(await transport.JsonAsync(request, cancellationToken), request);
    }

    /// <summary>Stops a job that has not ended.</summary>
    public async Task<JobInfo> AbortAsync(string jobId, CancellationToken cancellationToken = default)
    {
        var request = new WireRequest(HttpMethod.Patch, Address(jobId), JsonBody.Of(json => json.WriteString("state", nameof(JobState.Aborted))));
        return JobInfo.Parse(await transport.JsonAsync(request, cancellationToken), request);
    }

    /// <summary>Removes an ended job and its results. A job that is gone already counts as removed.</summary>
    public async Task DeleteAsync(string jobId, CancellationToken cancellationToken = default)
    {
        try
        {
            await transport.StatusAsync(new WireRequest(HttpMethod.Delete, Address(jobId)), cancellationToken);
        }
        catch (SalesforceException gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            // The connection may have sent the same DELETE twice; the second finds nothing, which is what was asked for.
        }
    }

    /// <summary>
    /// Opens one page of results: the first with <paramref name="locator"/> null, each other with the <see cref="CsvRows.NextLocator"/> of the page before.
    /// The page's rows are checked against the number the org announced for it. Throws <see cref="UnexpectedResponseException"/> where the org leaves out the
    /// number or the locator, or where the job has not ended.
    /// </summary>
    public async Task<CsvRows> OpenResultsAsync(string jobId, string? locator = null, int? maxRecords = null, CancellationToken cancellationToken = default)
    {
        List<string> query = [];
        if (locator is not null)
        {
            query.Add("locator=" + Uri.EscapeDataString(locator));
        }

        if (maxRecords is { } most)
        {
            query.Add("maxRecords=" + (most > 0 ? most : throw new ArgumentOutOfRangeException(nameof(maxRecords))).ToString(CultureInfo.InvariantCulture));
        }

        var request = new WireRequest(HttpMethod.Get, Address(jobId, "/results" + (query.Count > 0 ? "?" + string.Join('&', query) : "")), Accept: "text/csv");
        var reply = await transport.OpenAsync(request, cancellationToken);
        try
        {
            var (announced, next) = Page(request, reply, locator);
            var rows = await CsvRows.OpenAsync(request, reply, announced, transport.Options, cancellationToken);
            rows.NumberOfRecords = announced;
            rows.NextLocator = next;
            return rows;
        }
        catch
        {
            await reply.DisposeAsync();
            throw;
        }
    }

    private static (long Announced, string? Next) Page(WireRequest request, WireReply reply, string? locator)
    {
        if (reply.Status == HttpStatusCode.NoContent)
        {
            throw new UnexpectedResponseException(request.Name, reply.Status, "no results: the job has not ended");
        }

        if (!long.TryParse(reply.Header("Sforce-NumberOfRecords"), NumberStyles.None, CultureInfo.InvariantCulture, out var announced))
        {
            throw new UnexpectedResponseException(request.Name, reply.Status, "without a usable Sforce-NumberOfRecords header");
        }

        var next = reply.Header("Sforce-Locator");
        if (string.IsNullOrEmpty(next) || next == locator)
        {
            throw new UnexpectedResponseException(request.Name, reply.Status, "without a Sforce-Locator header that leads on");
        }

        return (announced, next == LastPage ? null : next);
    }

    private Uri Address(string jobId, string leaf = "") => endpoint.Versioned($"/jobs/query/{SalesforceId.Parse(jobId)}{leaf}");
}
