using System.Collections.Concurrent;

namespace ContactSync.Sandbox.Http;

/// <summary>The API requests of the last 24 hours, counted from the start of the process, and the long ones running now.</summary>
internal sealed class ApiLimits(SandboxOptions options)
{
    public const int ConcurrentReports = 20;

    private static readonly TimeSpan LongRunning = TimeSpan.FromSeconds(20);

    private readonly RollingCount _used = new(options.TimeProvider, TimeSpan.FromDays(1));
    private readonly ConcurrentDictionary<long, DateTimeOffset> _running = new();
    private int _reports;

    public RollingCount SyncReports { get; } = new(options.TimeProvider, TimeSpan.FromHours(1));

    public RollingCount AsyncReports { get; } = new(options.TimeProvider, TimeSpan.FromHours(1));

    public RollingCount Logins { get; } = new(options.TimeProvider, TimeSpan.FromHours(1));

    /// <summary>Reports that run at this moment for someone who waits.</summary>
    public int Reports => Volatile.Read(ref _reports);

    public int Maximum => options.DailyApiRequests;

    public int Used => (int)Math.Min(int.MaxValue, _used.Used);

    public int Remaining => Math.Max(0, Maximum - Used);

    /// <summary>Counts requests; refuses them when the limit is enforced and spent.</summary>
    public void Count(int requests = 1)
    {
        if (!options.EnforceLimits)
        {
            _used.Add(requests);
        }
        else if (!_used.TryAdd(requests, Maximum))
        {
            throw new SalesforceFault(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
    }

    /// <summary>Notes that a request runs, and refuses it when too many have run for 20 seconds or more.</summary>
    public void Enter(long request)
    {
        var now = options.TimeProvider.GetUtcNow();
        if (options.EnforceLimits && _running.Count >= options.ConcurrentLongRequests && _running.Values.Count(since => now - since >= LongRunning) >= options.ConcurrentLongRequests)
        {
            throw new SalesforceFault(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
        }
        _running[request] = now;
    }

    /// <summary>Notes that a report runs, until <see cref="LeaveReport"/>; false when too many run already.</summary>
    public bool TryEnterReport()
    {
        if (Interlocked.Increment(ref _reports) <= ConcurrentReports || !options.EnforceLimits)
        {
            return true;
        }
        LeaveReport();
        return false;
    }

    public void LeaveReport() => Interlocked.Decrement(ref _reports);

    public void Leave(long request) => _running.TryRemove(request, out _);
}
