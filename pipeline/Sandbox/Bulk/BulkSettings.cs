using ContactSync.Sandbox.Control;

namespace ContactSync.Sandbox.Bulk;

/// <summary>How jobs behave: batch size, pace, locks, late commits, faults, hidden ends, the order of result rows. Pace, locks and commits can change while jobs run.</summary>
internal sealed class BulkSettings(SandboxOptions options, OrgClock clock, FaultPlan faults)
{
    private const int RunRows = 64;

    private int _rowsPerSecond = options.RowsPerSecond;
    private long _lockWaitMilliseconds = -1;
    private long _lateMilliseconds;

    public int BatchRows => options.BatchRows;

    public int MinimumPolls => options.MinimumInProgressPolls;

    public int QueryPageRows => options.QueryPageRows;

    /// <summary>Rows a second a job is held to; 0 means as fast as it can.</summary>
    public int RowsPerSecond
    {
        get => Volatile.Read(ref _rowsPerSecond);
        set => Volatile.Write(ref _rowsPerSecond, value);
    }

    public FaultPlan Faults => faults;

    public RowLocks Locks { get; } = new(clock);

    /// <summary>The writes that are stamped and not visible yet.</summary>
    public OpenWrites Open { get; } = new();

    /// <summary>How long a job waits for records another holds locked; null when jobs lock none.</summary>
    public TimeSpan? LockWait
    {
        get => Volatile.Read(ref _lockWaitMilliseconds) is >= 0 and var wait ? TimeSpan.FromMilliseconds(wait) : null;
        set => Volatile.Write(ref _lockWaitMilliseconds, (long?)value?.TotalMilliseconds ?? -1);
    }

    /// <summary>How much later than its stamp a write becomes visible.</summary>
    public TimeSpan Late
    {
        get => TimeSpan.FromMilliseconds(Volatile.Read(ref _lateMilliseconds));
        set => Volatile.Write(ref _lateMilliseconds, (long)value.TotalMilliseconds);
    }

    /// <summary>Waits as long as a batch takes at the pace; false when that is longer than a batch may take, after as long as it may.</summary>
    public async Task<bool> BatchAsync(int rows, CancellationToken cancellationToken)
    {
        var wait = RowsPerSecond is > 0 and var pace ? TimeSpan.FromSeconds((double)rows / pace) : TimeSpan.Zero;
        var most = wait > options.BatchTimeout ? options.BatchTimeout : wait;
        if (most > TimeSpan.Zero)
        {
            await clock.WaitAsync(most, cancellationToken);
        }
        return wait <= options.BatchTimeout;
    }

    public int BatchRetries => options.BatchRetries;

    public Task PaceAsync(int rows, CancellationToken cancellationToken) =>
        RowsPerSecond is > 0 and var pace ? clock.WaitAsync(TimeSpan.FromSeconds((double)rows / pace), cancellationToken) : Task.CompletedTask;

    /// <summary>Waits between the stamp of a job's write and the moment it becomes visible.</summary>
    public async Task LateAsync(long stamp, TimeSpan? byPlan, CancellationToken cancellationToken)
    {
        if ((byPlan ?? Late) is var late && late > TimeSpan.Zero)
        {
            using var open = Open.Begin(stamp);
            await clock.WaitAsync(late, cancellationToken);
        }
    }

    /// <summary>The order a batch's result rows are written in: a shuffle that the seed, the job and the batch decide.</summary>
    public int[] Order(string jobId, int batch, int rows)
    {
        var order = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            order[i] = i;
        }
        if (options.ShuffleResults)
        {
            var seed = options.Seed ?? 1;
            foreach (var c in jobId)
            {
                seed = unchecked((seed * 31) + c);
            }
            new Random(unchecked((seed * 31) + batch)).Shuffle(order);
        }
        return order;
    }

    /// <summary>A scattered walk over 1..count in which every number occurs once.</summary>
    public Func<int, int>? Scatter(int count)
    {
        if (!options.ShuffleResults || count < 3)
        {
            return null;
        }
        if (count < RunRows * RunRows)
        {
            var walk = Walk(count);
            return i => walk(i) + 1;
        }

        // Of many records short runs are scattered, and shuffled within: neighbours lie side by side in memory, and reading them together is what makes this fast.
        var runs = count / RunRows;
        var run = Walk(runs);
        var within = Walk(RunRows);
        return i => i > runs * RunRows ? i : (run((i - 1) / RunRows) * RunRows) + within(i + run((i - 1) / RunRows)) + 1;
    }

    // 0..count-1, each once for every count steps.
    private static Func<int, int> Walk(int count)
    {
        long step = 7_368_787;
        while (Gcd(step, count) != 1)
        {
            step += 2;
        }
        return i => (int)(i * step % count);
    }

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
