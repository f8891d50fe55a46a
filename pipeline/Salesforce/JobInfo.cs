using System.Net;
using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>What an org says of a Bulk job, ingest or query. The counts are 0 until the job has run.</summary>
public sealed record JobInfo
{
    /// <summary>The job's 18-character id.</summary>
    public required string Id { get; init; }

    /// <summary>The operation as the org names it: <c>insert</c>, <c>update</c>, <c>upsert</c>, <c>delete</c>, <c>query</c>, <c>queryAll</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The object the job works on.</summary>
    public required string ObjectName { get; init; }

    /// <summary>Where the job stands.</summary>
    public required JobState State { get; init; }

    /// <summary>The user who made the job.</summary>
    public string? CreatedById { get; init; }

    /// <summary>When the job was made.</summary>
    public DateTimeOffset? CreatedDate { get; init; }

    /// <summary>When the job last changed.</summary>
    public DateTimeOffset? SystemModstamp { get; init; }

    /// <summary>The field an upsert finds its records by.</summary>
    public string? ExternalIdFieldName { get; init; }

    /// <summary>Rows evaluated, the failed ones included.</summary>
    public long RecordsProcessed { get; init; }

    /// <summary>Rows that failed.</summary>
    public long RecordsFailed { get; init; }

    /// <summary>Rows that succeeded: processed without failed.</summary>
    public long RecordsSucceeded => RecordsProcessed - RecordsFailed;

    /// <summary>How often the org has repeated a part of the job.</summary>
    public long Retries { get; init; }

    /// <summary>How long the org worked on the job.</summary>
    public TimeSpan TotalProcessingTime { get; init; }

    /// <summary>Why a failed job failed, in the org's words.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the job will not change any more.</summary>
    public bool IsTerminal => State is JobState.JobComplete or JobState.Failed or JobState.Aborted;

    internal static JobInfo Parse(JsonElement job, WireRequest request)
    {
        if (job.Text("id") is not { } id || !SalesforceId.TryParse(id, out var whole) || !Enum.TryParse<JobState>(job.Text("state"), ignoreCase: false, out var state))
        {
            var odd = new UnexpectedResponseException(request.Name, HttpStatusCode.OK, $"not a job this client knows (state {Scrubber.Text(job.Text("state") ?? "none", [], 40)})");
            throw request.IsRead ? odd : new UnknownOutcomeException(request.Name, "the reply is no job", odd);
        }

        return new JobInfo
        {
            Id = whole.ToString(),
            Operation = job.Text("operation") ?? "",
            ObjectName = job.Text("object") ?? "",
            State = state,
            CreatedById = job.Text("createdById"),
            CreatedDate = job.Instant("createdDate"),
            SystemModstamp = job.Instant("systemModstamp"),
            ExternalIdFieldName = job.Text("externalIdFieldName"),
            RecordsProcessed = job.Number("numberRecordsProcessed"),
            RecordsFailed = job.Number("numberRecordsFailed"),
            Retries = job.Number("retries"),
            TotalProcessingTime = TimeSpan.FromMilliseconds(job.Number("totalProcessingTime")),
            ErrorMessage = job.Text("errorMessage"),
        };
    }
}
