using ContactSync.Sandbox.Http;

namespace ContactSync.Sandbox.Bulk;

/// <summary>What bulk jobs have used of their daily limits. A limit that is spent refuses new jobs and fails running ones where they stand.</summary>
internal sealed class BulkQuota(SandboxOptions options)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly RollingCount _batches = new(options.TimeProvider, Day);
    private readonly RollingCount _rows = new(options.TimeProvider, Day);
    private readonly RollingCount _queries = new(options.TimeProvider, Day);
    private readonly RollingCount _bytes = new(options.TimeProvider, Day);

    public int MaximumBatches => options.DailyBulkBatches;

    public int MaximumQueries => options.DailyQueryJobs;

    public int MaximumMegabytes => options.DailyQueryMegabytes;

    public int RemainingBatches => (int)Math.Max(0, MaximumBatches - _batches.Used);

    public int RemainingQueries => (int)Math.Max(0, MaximumQueries - _queries.Used);

    public int RemainingMegabytes => (int)Math.Max(0, MaximumMegabytes - (_bytes.Used >> 20));

    /// <summary>Takes account of a job made before this process began.</summary>
    public void Recall(JobRecord job)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(job.CreatedAt);
        _queries.AddAt(job.IsQuery ? 1 : 0, at);
        _batches.AddAt(job.Batches, at);
        _rows.AddAt(job.IsQuery ? 0 : job.Processed, at);
        _bytes.AddAt(job.ResultBytes, at);
    }

    /// <summary>Refuses a new ingest job when the batches or rows of the day are spent.</summary>
    public void CheckIngest()
    {
        if (options.EnforceLimits && (RemainingBatches == 0 || _rows.Used >= options.DailyBulkRows))
        {
            throw new SalesforceFault(400, "EXCEEDEDQUOTA", "ApiBatchItems Limit exceeded.");
        }
    }

    /// <summary>Counts a new query job, or refuses it.</summary>
    public void TakeQuery()
    {
        if (options.EnforceLimits && (RemainingMegabytes == 0 || !_queries.TryAdd(1, MaximumQueries)))
        {
            throw new SalesforceFault(400, "EXCEEDEDQUOTA", "ApiBulkQueryJobs Limit exceeded.");
        }
        _queries.Add(options.EnforceLimits ? 0 : 1);
    }

    /// <summary>Counts an internal batch about to be written; the job ends where the day's limit does.</summary>
    public void TakeBatch(int rows)
    {
        if (options.EnforceLimits && (!_batches.TryAdd(1, MaximumBatches) || !_rows.TryAdd(rows, options.DailyBulkRows)))
        {
            throw new JobFault("ExceededQuota : ApiBatchItems Limit exceeded.");
        }
        _batches.Add(options.EnforceLimits ? 0 : 1);
        _rows.Add(options.EnforceLimits ? 0 : rows);
    }

    public void AddResult(long bytes) => _bytes.Add(bytes);
}
