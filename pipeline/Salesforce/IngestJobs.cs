using System.Net;
using System.Runtime.CompilerServices;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>
/// Bulk API 2.0 ingest jobs, one call each: create, upload, close, poll, read results. Nothing here repeats a write or decides what an unknown outcome means; the one
/// commit point is <see cref="CloseAsync"/>. Rows of results come in any order and carry no number.
/// </summary>
public sealed class IngestJobs
{
    private readonly Transport transport;
    private readonly Endpoint endpoint;

    internal IngestJobs(Transport transport, Endpoint endpoint)
    {
        this.transport = transport;
        this.endpoint = endpoint;
    }

    /// <summary>Makes an empty job, which is then <see cref="JobState.Open"/>. A lost reply leaves an empty job behind, which does no harm.</summary>
    public async Task<JobInfo> CreateAsync(IngestJobRequest job, CancellationToken cancellationToken = default)
    {
        if ((job.Operation == IngestOperation.Upsert) != (job.ExternalIdFieldName is not null))
        {
            throw new ArgumentException("An upsert, and nothing else, names an external id field.");
        }

        var body = JsonBody.Of(json =>
        {
            json.WriteString("object", SoqlIdentifier.Checked(job.ObjectName));
            json.WriteString("operation", Name(job.Operation));
            if (job.ExternalIdFieldName is { } key)
            {
                json.WriteString("externalIdFieldName", SoqlIdentifier.Checked(key));
            }

            json.WriteString("contentType", "CSV");
            json.WriteString("columnDelimiter", "COMMA");
            json.WriteString("lineEnding", "LF");
        });
        var request = new WireRequest(HttpMethod.Post, endpoint.Versioned("/jobs/ingest"), body);
        return JobInfo.Parse(await transport.JsonAsync(request, cancellationToken), request);
    }

    /// <summary>
    /// Sends the rows of an open job, once per job. <paramref name="writeCsv"/> writes UTF-8 CSV with a header of API names, LF line ends and no BOM straight to the
    /// connection, best in pieces of 64 KiB and more; the org takes at most 150 MB. It may be called a second time, to write the same bytes, when the session had expired,
    /// unless <paramref name="canReplay"/> is false; the call then ends with the org's 401, and the next call has a fresh token. With <paramref name="contentLength"/> null the body goes out chunked.
    /// The org does not look into the rows before the job is closed. Throws <see cref="UploadAbandonedException"/> when the writer itself fails.
    /// </summary>
    public Task UploadAsync(string jobId, Func<Stream, CancellationToken, Task> writeCsv, long? contentLength = null, bool canReplay = true, CancellationToken cancellationToken = default) =>
        transport.StatusAsync(new WireRequest(HttpMethod.Put, Address(jobId, "/batches"), () => new UploadContent(writeCsv, contentLength), CanReplay: canReplay), cancellationToken);

    /// <summary>Closes a job: from here on the org will run it. The one commit point.</summary>
    public Task<JobInfo> CloseAsync(string jobId, CancellationToken cancellationToken = default) => SetStateAsync(jobId, JobState.UploadComplete, cancellationToken);

    /// <summary>Stops a job that has not ended. Rows already applied stay.</summary>
    public Task<JobInfo> AbortAsync(string jobId, CancellationToken cancellationToken = default) => SetStateAsync(jobId, JobState.Aborted, cancellationToken);

    /// <summary>Where the job stands.</summary>
    public async Task<JobInfo> GetAsync(string jobId, CancellationToken cancellationToken = default)
    {
        var request = new WireRequest(HttpMethod.Get, Address(jobId));
        return JobInfo.Parse(await transport.JsonAsync(request, cancellationToken), request);
    }

    /// <summary>All Bulk API 2.0 ingest jobs the org still knows, of everyone, in no order. Jobs of the older Bulk API are left out: their states are others.</summary>
    public async IAsyncEnumerable<JobInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new WireRequest(HttpMethod.Get, endpoint.Versioned("/jobs/ingest?jobType=V2Ingest"));
        while (true)
        {
            var page = await transport.JsonAsync(request, cancellationToken);
            foreach (var job in page.Items("records"))
            {
                yield return JobInfo.Parse(job, request);
            }

            if (page.Text("nextRecordsUrl") is not { } next)
            {
                yield break;
            }

            var address = endpoint.Page(next);
            request = address is not null && address != request.Address
                ? new WireRequest(HttpMethod.Get, address)
                : throw new UnexpectedResponseException(request.Name, HttpStatusCode.OK, "with itself or another host as the next page");
        }
    }

    /// <summary>Removes an ended or closed job and its results. A job that is gone already counts as removed.</summary>
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
    /// Opens the rows of an ended job. With <paramref name="expectedRows"/>, taken from the job's counts, a body that holds fewer is a
    /// <see cref="TruncatedResponseException"/>; without it only a body that breaks off inside a row can be told.
    /// </summary>
    public async Task<CsvRows> OpenResultsAsync(string jobId, IngestResult result, long? expectedRows = null, CancellationToken cancellationToken = default)
    {
        var leaf = result switch
        {
            IngestResult.Successful => "/successfulResults",
            IngestResult.Failed => "/failedResults",
            IngestResult.Unprocessed => "/unprocessedrecords",
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
        var request = new WireRequest(HttpMethod.Get, Address(jobId, leaf), Accept: "text/csv");
        return await CsvRows.OpenAsync(request, await transport.OpenAsync(request, cancellationToken), expectedRows, transport.Options, cancellationToken);
    }

    private async Task<JobInfo> SetStateAsync(string jobId, JobState state, CancellationToken cancellationToken)
    {
        var request = new WireRequest(HttpMethod.Patch, Address(jobId), JsonBody.Of(json => json.WriteString("state", state.ToString())));
        return JobInfo.Parse(await transport.JsonAsync(request, cancellationToken), request);
    }

    private Uri Address(string jobId, string leaf = "") => endpoint.Versioned($"/jobs/ingest/{SalesforceId.Parse(jobId)}{leaf}");

    private static string Name(IngestOperation operation) => operation switch
    {
        IngestOperation.Insert => "insert",
        IngestOperation.Update => "update",
        IngestOperation.Upsert => "upsert",
        IngestOperation.Delete => "delete",
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}
