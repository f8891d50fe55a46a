namespace ContactSync.Sandbox.Bulk;

/// <summary>The states of a job, by their wire names.</summary>
internal enum JobState
{
    Open,
    UploadComplete,
    InProgress,
    JobComplete,
    Failed,
    Aborted,
}
