namespace ContactSync.Salesforce;

/// <summary>Which rows of an ended ingest job.</summary>
public enum IngestResult
{
    /// <summary>Rows that were applied: <c>sf__Id</c>, <c>sf__Created</c>, then the columns as sent.</summary>
    Successful,

    /// <summary>Rows that were refused: <c>sf__Id</c>, <c>sf__Error</c>, then the columns as sent.</summary>
    Failed,

    /// <summary>Rows the org never came to: the columns as sent.</summary>
    Unprocessed,
}
