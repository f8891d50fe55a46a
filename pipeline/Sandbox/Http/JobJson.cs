using System.Text.Json;
using ContactSync.Sandbox.Bulk;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Http;

/// <summary>Job info as each call documents it: creation and changes show less than a GET does.</summary>
internal static class JobJson
{
    public static void Write(Utf8JsonWriter json, Exchange exchange, Job job, JobState state, bool full, bool settings = true)
    {
        var record = job.Record;
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        json.WriteString("operation", record.Operation);
        json.WriteString("object", record.Object);
        json.WriteString("createdById", exchange.Box.Users.ByNumber(record.UserNumber)!.Id);
        json.WriteString("createdDate", Stamp.Json(DateTimeOffset.FromUnixTimeSeconds(record.CreatedAt)));
        json.WriteString("systemModstamp", Stamp.Json(DateTimeOffset.FromUnixTimeSeconds(record.ChangedAt)));
        json.WriteString("state", state.ToString());
        if (record.ExternalIdFieldName is { } key)
        {
            json.WriteString("externalIdFieldName", key);
        }
        if (record.AssignmentRuleId is { } rule)
        {
            json.WriteString("assignmentRuleId", rule);
        }
        json.WriteString("concurrencyMode", "Parallel");
        json.WriteString("contentType", "CSV");
        json.WritePropertyName("apiVersion");
        json.WriteRawValue($"{record.ApiVersion:0}.0");
        if (settings)
        {
            if (!record.IsQuery && state == JobState.Open)
            {
                json.WriteString("contentUrl", $"services/data/v{record.ApiVersion:0}.0/jobs/ingest/{record.Id}/batches");
            }
            json.WriteString("lineEnding", record.LineEnding);
            json.WriteString("columnDelimiter", record.ColumnDelimiter);
        }
        if (full)
        {
            Progress(json, record, state);
        }
        json.WriteEndObject();
    }

    private static void Progress(Utf8JsonWriter json, JobRecord record, JobState state)
    {
        json.WriteString("jobType", record.IsQuery ? "V2Query" : "V2Ingest");
        json.WriteNumber("numberRecordsProcessed", record.IsQuery && state != JobState.JobComplete ? 0 : record.Processed);
        if (!record.IsQuery)
        {
            json.WriteNumber("numberRecordsFailed", record.Failed);
        }
        json.WriteNumber("retries", record.Retries);
        json.WriteNumber("totalProcessingTime", record.WorkMilliseconds);
        if (record.IsQuery)
        {
            json.WriteBoolean("isPkChunkingSupported", true);
        }
        else
        {
            json.WriteNumber("apiActiveProcessingTime", record.WorkMilliseconds);
            json.WriteNumber("apexProcessingTime", 0);
        }
        if (record.ErrorMessage is { } error && state == JobState.Failed)
        {
            json.WriteString("errorMessage", error);
        }
    }
}
