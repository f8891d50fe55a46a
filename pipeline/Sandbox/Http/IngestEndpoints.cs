using System.Text;
using ContactSync.Sandbox.Bulk;

namespace ContactSync.Sandbox.Http;

/// <summary>Bulk API 2.0 ingest: create, upload, close, abort, info, list, delete. Results are in <see cref="IngestResults"/>.</summary>
internal static class IngestEndpoints
{
    public static Task HandleAsync(Exchange exchange) => (exchange.Request.Method, exchange.Route[5..]) switch
    {
        ("POST", []) => CreateAsync(exchange),
        ("GET", []) => JobList.WriteAsync(exchange, query: false),
        ("GET", [_]) => InfoAsync(exchange),
        ("PATCH", [_]) => ChangeAsync(exchange),
        ("DELETE", [_]) => DeleteAsync(exchange),
        ("PUT", [_, "batches"]) => UploadAsync(exchange),
        ("GET", [_, "successfulresults"]) => IngestResults.SuccessAsync(exchange, Find(exchange)),
        ("GET", [_, "failedresults"]) => IngestResults.FailedAsync(exchange, Find(exchange)),
        ("GET", [_, "unprocessedrecords"]) => IngestResults.UnprocessedAsync(exchange, Find(exchange)),
        _ => throw SalesforceFault.NotFound(),
    };

    public static Job Find(Exchange exchange)
    {
        var job = exchange.Box.Jobs.Get(exchange.Path[5], query: false);
        Note(exchange, job);
        return job;
    }

    public static void Note(Exchange exchange, Job job)
    {
        (exchange.Log.JobId, exchange.Log.Op, exchange.Log.Object) = (job.Id, job.Record.Operation, job.Record.Object);
        exchange.Log.JobState = job.Record.State.ToString();
    }

    private static async Task CreateAsync(Exchange exchange)
    {
        if (exchange.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
        {
            await MultipartJob.CreateAsync(exchange);
            return;
        }
        using var body = await exchange.ReadJsonAsync();
        exchange.Box.Jobs.Quota.CheckIngest();
        var job = await exchange.Box.Jobs.CreateAsync(JobRequest.Ingest(body.RootElement, exchange));
        Note(exchange, job);
        await exchange.JsonAsync(200, json => JobJson.Write(json, exchange, job, JobState.Open, full: false));
    }

    private static async Task InfoAsync(Exchange exchange)
    {
        var job = Find(exchange);
        var state = job.Shown(exchange.Box.Jobs.Settings.MinimumPolls, poll: true);
        exchange.Log.JobState = state.ToString();
        exchange.Log.Rows = job.Record.Processed;
        await exchange.JsonAsync(200, json => JobJson.Write(json, exchange, job, state, full: true));
    }

    private static async Task UploadAsync(Exchange exchange)
    {
        var job = Find(exchange);
        if (exchange.Request.ContentType is not { } type || !type.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new SalesforceFault(415, "UNSUPPORTED_MEDIA_TYPE", "The content type must be text/csv");
        }
        await Upload.StoreAsync(exchange, job);
        exchange.Log.Rows = job.Record.UploadedRows;
        await exchange.EmptyAsync(201);
    }

    private static async Task ChangeAsync(Exchange exchange)
    {
        var job = Find(exchange);
        using var body = await exchange.ReadJsonAsync();
        switch (JobRequest.Text(body.RootElement, "state"))
        {
            case "UploadComplete":
                await CloseAsync(exchange, job);
                break;
            case "Aborted":
                await AbortAsync(exchange, job);
                break;
            case var state:
                throw JobRequest.Invalid("INVALIDJOBSTATE", $"Job state cannot be changed to {state}");
        }
        exchange.Log.JobState = job.Record.State.ToString();
    }

    private static async Task CloseAsync(Exchange exchange, Job job)
    {
        if (job.Uploading)
        {
            throw JobRequest.Invalid("INVALIDJOBSTATE", "Closing a job whose data is still being uploaded is not allowed");
        }
        if (!await exchange.Box.Jobs.TryMoveAsync(job, JobState.Open, JobState.UploadComplete))
        {
            throw JobRequest.Invalid("INVALIDJOBSTATE", "Closing already Completed Job not allowed");
        }
        exchange.Log.Rows = job.Record.UploadedRows;
        exchange.Box.Jobs.Start(job);
        await exchange.JsonAsync(200, json => JobJson.Write(json, exchange, job, JobState.UploadComplete, full: false, settings: false));
    }

    public static async Task AbortAsync(Exchange exchange, Job job)
    {
        if (job.Shown(exchange.Box.Jobs.Settings.MinimumPolls) is JobState.JobComplete or JobState.Failed or JobState.Aborted)
        {
            throw JobRequest.Invalid("INVALIDJOBSTATE", "Aborting already Completed Job not allowed");
        }
        await exchange.Box.Jobs.AbortAsync(job);
        await exchange.JsonAsync(200, json => JobJson.Write(json, exchange, job, JobState.Aborted, full: false, settings: false));
    }

    private static async Task DeleteAsync(Exchange exchange)
    {
        var job = Find(exchange);
        if (job.Shown(exchange.Box.Jobs.Settings.MinimumPolls) is JobState.Open or JobState.InProgress)
        {
            throw JobRequest.Invalid("API_ERROR", "Error encountered when deleting the job because the job is not terminated");
        }
        await exchange.Box.Jobs.DeleteAsync(job);
        await exchange.EmptyAsync(204);
    }
}
