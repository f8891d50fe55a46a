using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactSync.Sandbox.Bulk;

/// <summary>All that is durable about a job; each change is written to the log as JSON. Times are seconds since the epoch.</summary>
internal sealed record JobRecord(string Id, bool IsQuery, string Object, string Operation, int UserNumber, double ApiVersion, long CreatedAt)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Converters = { new JsonStringEnumConverter() } };

    public JobState State { get; init; }

    public long ChangedAt { get; init; }

    /// <summary>Counts the changes, so that of two made durable at once the later one is shown.</summary>
    public long Version { get; init; }

    public string? ExternalIdFieldName { get; init; }

    public string LineEnding { get; init; } = "LF";

    public string ColumnDelimiter { get; init; } = "COMMA";

    public string? AssignmentRuleId { get; init; }

    public string? Query { get; init; }

    public bool QueryAll { get; init; }

    public bool Uploaded { get; init; }

    public long UploadedRows { get; init; }

    public bool HasCrLf { get; init; }

    public bool HasBareLf { get; init; }

    /// <summary>The byte of the upload the next internal batch begins at; 0 before the header is read.</summary>
    public long NextOffset { get; init; }

    /// <summary>The highest record number when the job began: rows of one file cannot point at each other.</summary>
    public int HighestAtStart { get; init; }

    public int Batches { get; init; }

    public long Processed { get; init; }

    public long Failed { get; init; }

    public long SuccessBytes { get; init; }

    public long FailedBytes { get; init; }

    /// <summary>The size of a query's result file.</summary>
    public long ResultBytes { get; init; }

    /// <summary>How often an internal batch was begun again.</summary>
    public int Retries { get; init; }

    public long WorkMilliseconds { get; init; }

    public string? ErrorMessage { get; init; }

    [JsonIgnore]
    public bool Ended => State is JobState.JobComplete or JobState.Failed or JobState.Aborted;

    [JsonIgnore]
    public byte Delimiter => ColumnDelimiter switch
    {
        "BACKQUOTE" => (byte)'`',
        "CARET" => (byte)'^',
        "PIPE" => (byte)'|',
        "SEMICOLON" => (byte)';',
        "TAB" => (byte)'\t',
        _ => (byte)',',
    };

    [JsonIgnore]
    public ReadOnlySpan<byte> NewLine => LineEnding == "CRLF" ? "\r\n"u8 : "\n"u8;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static JobRecord FromJson(byte[] json) => JsonSerializer.Deserialize<JobRecord>(json, Json)!;
}
