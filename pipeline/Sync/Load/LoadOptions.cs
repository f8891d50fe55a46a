namespace ContactSync.Load;

/// <summary>How a load is cut, paced and retried. What decides the cut is frozen in the journal when the load begins.</summary>
public sealed record LoadOptions
{
    /// <summary>The most rows of one Bulk job, 1 to 1,000,000. From 10,000 on slices are whole multiples of 10,000, the org's own batch.</summary>
    public int RowsPerJob { get; init; } = 50_000;

    /// <summary>The most bytes of one job's CSV, estimated before it is written; the org takes 100 MB.</summary>
    public long BytesPerJob { get; init; } = 95_000_000;

    /// <summary>The most writes of one store transaction. Each reads the store's keys a few times over, so few large ones beat many small ones.</summary>
    public int StoreRows { get; init; } = 50_000;

    /// <summary>How often rows that failed for a passing reason are sent again in this run; after that they are pending for the next.</summary>
    public int RowRetries { get; init; } = 4;

    /// <summary>The first pause before rows are sent again; doubles up to <see cref="RetryMax"/>, drawn from half to whole.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause before rows or a call are tried again.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The first pause between two looks at a job; grows by half each time up to <see cref="PollMax"/>.</summary>
    public TimeSpan PollFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two looks at a job. There is no limit to how often a job is looked at.</summary>
    public TimeSpan PollMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one call is tried while the org does not answer, before the load stops, resumable.</summary>
    public int CallAttempts { get; init; } = 6;

    /// <summary>The Unique external id field that creates are upserted by; null for an org without one: plain inserts.</summary>
    public string? ExternalIdField { get; init; }

    /// <summary>Memory of the load's joins, as DuckDB writes it; null for its default.</summary>
    public string? MemoryLimit { get; init; } = "256MB";
}
