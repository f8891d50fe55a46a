using System.Text.Json.Serialization;

namespace ContactSync.Sandbox.Control;

/// <summary>One request of the log. Bytes are those of the bodies on the wire; the bulk columns are filled for requests about a job.</summary>
internal sealed class LogLine
{
    public long Seq { get; init; }

    public string Time { get; init; } = "";

    public string Method { get; init; } = "";

    public string Path { get; init; } = "";

    public string Query { get; init; } = "";

    public int Status { get; set; }

    public string? User { get; set; }

    public long BytesIn { get; set; }

    public long BytesOut { get; set; }

    public string? Op { get; set; }

    public string? Object { get; set; }

    public string? JobId { get; set; }

    /// <summary>The state the job was in, or put into.</summary>
    public string? JobState { get; set; }

    public long? Rows { get; set; }

    public string? Fault { get; set; }

    [JsonIgnore]
    public long Started { get; init; }

    public long Milliseconds { get; set; }
}
