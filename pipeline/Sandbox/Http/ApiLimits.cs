namespace ContactSync.Sandbox.Http;

/// <summary>The daily API requests, counted from the start of the process.</summary>
internal sealed class ApiLimits(SandboxOptions options)
{
    private int _used;

    public int Maximum => options.DailyApiRequests;

    public int Used => Volatile.Read(ref _used);

    public int Remaining => Math.Max(0, Maximum - Used);

    /// <summary>Counts one request; refuses it when the limit is enforced and spent.</summary>
    public void Count()
    {
        if (Interlocked.Increment(ref _used) > Maximum && options.EnforceApiLimit)
        {
            throw new SalesforceFault(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
    }
}
