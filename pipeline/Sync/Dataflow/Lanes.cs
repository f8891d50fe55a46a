namespace ContactSync.Dataflow;

/// <summary>
/// How many items of a node may be in work at the same time. The width may change while they are: items in work are left to end, and none enters before there is
/// room. Who waits enters in the order of asking.
/// </summary>
/// <param name="width">1 or more.</param>
public sealed class Lanes(int width)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _width = width;
    private int _taken;

    /// <summary>Items that may be in work at the same time; setting it lets in who then has room.</summary>
    public int Width
    {
        get { lock (_gate) { return _width; } }
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (_gate)
            {
                _width = value;
                Admit();
            }
        }
    }

    /// <summary>Items that wait to enter.</summary>
    internal int Waiting
    {
        get { lock (_gate) { return _waiting.Count; } }
    }

    /// <summary>Ends when there is room, which is then taken until <see cref="Leave"/>. Who cancels must not enter again: its place may be given to it later.</summary>
    public Task EnterAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_taken < _width && _waiting.Count == 0)
            {
                _taken++;
                return Task.CompletedTask;
            }

            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(place);
            return place.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives up the room of one item.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _taken--;
            Admit();
        }
    }

    private void Admit()
    {
        while (_taken < _width && _waiting.TryDequeue(out var next))
        {
            _taken++;
            next.SetResult();
        }
    }
}
