namespace ContactSync.Salesforce.Wire;

/// <summary>A restartable time limit on the injected clock: cancels <see cref="Token"/> when it runs out or when the caller cancels.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly ITimer timer;
    private readonly TimeSpan limit;
    private volatile bool disposed;

    public Deadline(TimeProvider time, TimeSpan limit)
    {
        this.limit = limit;
        timer = time.CreateTimer(static state => ((Deadline)state!).Cancel(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => source.Token;

    public TimeSpan Limit => limit;

    public void Restart() => timer.Change(limit, Timeout.InfiniteTimeSpan);

    public void Stop() => timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Lets the caller's token end the wait too, until the registration is disposed.</summary>
    public CancellationTokenRegistration Link(CancellationToken caller) => caller.UnsafeRegister(static state => ((Deadline)state!).Cancel(), this);

    public void Dispose()
    {
        disposed = true;
        timer.Dispose();
        source.Dispose();
    }

    private void Cancel()
    {
        if (disposed)
        {
            return;
        }

        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer fired while its owner finished: there is nothing left to cancel.
        }
    }
}
