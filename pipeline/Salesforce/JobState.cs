namespace ContactSync.Salesforce;

/// <summary>Where a Bulk job stands. <see cref="JobComplete"/> says nothing about its rows: all of them may have failed.</summary>
public enum JobState
{
    /// <summary>Waiting for data and for its close. Ingest jobs only.</summary>
    Open,

    /// <summary>Closed and queued: the org will run it.</summary>
    UploadComplete,

    /// <summary>Running.</summary>
    InProgress,

    /// <summary>Ran to its end.</summary>
    JobComplete,

    /// <summary>Stopped by the org. Rows already committed stay; the others are unprocessed.</summary>
    Failed,

    /// <summary>Stopped on request. Rows already committed stay.</summary>
    Aborted,
}
