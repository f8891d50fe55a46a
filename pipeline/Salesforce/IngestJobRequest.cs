namespace ContactSync.Salesforce;

/// <summary>What an ingest job does with its rows.</summary>
public enum IngestOperation
{
    /// <summary>Each row becomes a new record.</summary>
    Insert,

    /// <summary>Each row changes the record of its Id.</summary>
    Update,

    /// <summary>Each row changes the record of its external id, or becomes a new one.</summary>
    Upsert,

    /// <summary>Each row's record goes to the recycle bin. The rows hold the Id alone.</summary>
    Delete,
}

/// <summary>A job to be made. An upsert needs <paramref name="ExternalIdFieldName"/>, the others must not have it. Its CSV is comma-separated with LF.</summary>
public sealed record IngestJobRequest(string ObjectName, IngestOperation Operation, string? ExternalIdFieldName = null);
