namespace ContactSync.Load;

/// <summary>How long the load waits between two looks and two tries. Jittered, so that jobs closed together are not asked for together.</summary>
internal sealed class Pauses(LoadOptions options, TimeProvider clock, Random random)
{
    private readonly Lock _gate = new();

    /// <summary>Waits before the look at a job after <paramref name="looks"/> of them.</summary>
    public Task PollAsync(int looks, CancellationToken cancellationToken) =>
        DelayAsync(options.PollFirst, options.PollMax, 1.5, looks, cancellationToken);

    /// <summary>Waits before a call or a set of rows is tried again, after <paramref name="failures"/> of them.</summary>
    public Task RetryAsync(int failures, CancellationToken cancellationToken) =>
        DelayAsync(options.RetryFirst, options.RetryMax, 2, failures - 1, cancellationToken);

    private Task DelayAsync(TimeSpan first, TimeSpan most, double growth, int step, CancellationToken cancellationToken)
    {
        var bound = Math.Min(first.TotalMilliseconds * Math.Pow(growth, Math.Min(step, 60)), most.TotalMilliseconds);
        double share;
        lock (_gate)
        {
#pragma warning disable CA5394 // spreads load, guards nothing
            share = 0.5 + (random.NextDouble() / 2);
#pragma warning restore CA5394
        }

        return Task.Delay(TimeSpan.FromMilliseconds(bound * share), clock, cancellationToken);
    }
}
