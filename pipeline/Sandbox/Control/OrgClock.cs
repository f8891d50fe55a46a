namespace ContactSync.Sandbox.Control;

/// <summary>
/// The org's clock: another's, which can be set, moved and stopped while the org runs. Waiting goes on by the other clock, and what
/// this one is moved forward counts as waited.
/// </summary>
internal sealed class OrgClock(TimeProvider inner) : TimeProvider
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _ahead;
    private DateTimeOffset? _stopped;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _stopped is not null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _stopped ?? inner.GetUtcNow() + _ahead;
        }
    }

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);

    public void Set(DateTimeOffset now) => Advance(now - GetUtcNow());

    public void Advance(TimeSpan by)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            _ahead += by;
            _stopped += by;
            moved = _moved;
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        moved.SetResult();
    }

    /// <summary>Makes the clock stand still, or go on from where it stands.</summary>
    public void Stop(bool stopped)
    {
        lock (_gate)
        {
            if (stopped)
            {
                _stopped ??= inner.GetUtcNow() + _ahead;
            }
            else if (_stopped is { } at)
            {
                _ahead = at - inner.GetUtcNow();
                _stopped = null;
            }
        }
    }

    /// <summary>Waits for a time to pass; a clock moved forward by it ends the wait.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var started = inner.GetTimestamp();
        var (ahead, moved) = Ahead();
        for (var skipped = TimeSpan.Zero; time - inner.GetElapsedTime(started) - skipped is var left && left > TimeSpan.Zero;)
        {
            // The timer that loses is stopped, not left behind.
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(left, inner, either.Token), moved);
            await either.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            (var now, moved) = Ahead();
            skipped = now - ahead;
        }
    }

    private (TimeSpan Ahead, Task Moved) Ahead()
    {
        lock (_gate)
        {
            return (_ahead, _moved.Task);
        }
    }
}
