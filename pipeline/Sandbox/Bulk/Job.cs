namespace ContactSync.Sandbox.Bulk;

/// <summary>A job in memory: its durable record, and what one process needs to run and to show it.</summary>
internal sealed class Job(JobRecord record, string folder)
{
    private int _pollsInProgress;

    /// <summary>The record as last made durable: what clients see.</summary>
    public JobRecord Record { get; set; } = record;

    /// <summary>The record as last written to the log, perhaps not yet on disk. The store's gate guards it.</summary>
    public JobRecord Logged { get; set; } = record;

    public string Folder => folder;

    public string Id => Record.Id;

    public bool Uploading { get; set; }

    public CancellationTokenSource Stopping { get; } = new();

    public Task Running { get; set; } = Task.CompletedTask;

    public string DataFile => Path.Combine(folder, "data.csv");

    public string SuccessFile => Path.Combine(folder, "success.csv");

    public string FailedFile => Path.Combine(folder, "failed.csv");

    public string ResultFile => Path.Combine(folder, "results.csv");

    public string ResultIndexFile => Path.Combine(folder, "results.idx");

    /// <summary>
    /// The state a client sees: an end is shown only after <paramref name="minimumPolls"/> polls have seen InProgress.
    /// An abort is shown at once.
    /// </summary>
    public JobState Shown(int minimumPolls, bool poll = false)
    {
        var record = Record;
        var hidden = record.State is JobState.JobComplete or JobState.Failed && _pollsInProgress < minimumPolls;
        var state = hidden ? JobState.InProgress : record.State;
        if (poll && state == JobState.InProgress && _pollsInProgress < minimumPolls)
        {
            _pollsInProgress++;
        }
        return state;
    }

    /// <summary>After a restart an end already reached needs no more polls to be seen.</summary>
    public void ShowAtOnce() => _pollsInProgress = int.MaxValue;
}
