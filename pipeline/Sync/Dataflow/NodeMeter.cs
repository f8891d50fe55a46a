namespace ContactSync.Dataflow;

/// <summary>
/// What one node has done so far. Busy is the time spent inside the node's delegate, summed over parallel calls and counting
/// those under way; waited is the time items lay between being made upstream and being taken up here. Locked once an item, which
/// is a batch: the cost does not show. A wait inside the delegate for what other nodes do is not busy, where it is given to <see cref="AwayAsync"/>.
/// </summary>
public sealed class NodeMeter(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _itemsIn;
    private long _itemsOut;
    private long _rows;
    private long _waited;
    private long _finished;
    private long _activeStarts;
    private int _active;
    private int _queuePeak;
    private int _workingPeak;
    private long _away;
    private long _awayStarts;
    private int _waiting;

    internal long ItemsIn
    {
        get { lock (_lock) { return _itemsIn; } }
    }

    internal long ItemsOut
    {
        get { lock (_lock) { return _itemsOut; } }
    }

    internal long Now => clock.GetTimestamp();

    /// <summary>An item was taken up; returns the start of the call.</summary>
    internal long Take(long madeAt, long rows, int queue)
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            _itemsIn++;
            _rows += rows;
            _waited += now - madeAt;
            _queuePeak = Math.Max(_queuePeak, queue + 1);
            Begin(now);
        }

        return now;
    }

    /// <summary>Work starts without an item coming in: a source asked for its next one, or an expansion going on.</summary>
    internal long Resume()
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            Begin(now);
        }

        return now;
    }

    /// <summary>Work started at <paramref name="start"/> stops and has made that many items.</summary>
    internal long Stop(long start, int itemsOut, long rows = 0)
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            _active--;
            _activeStarts -= start;
            _finished += now - start;
            _itemsOut += itemsOut;
            _rows += rows;
        }

        return now;
    }

    /// <summary>Waits inside the node's delegate for something that other nodes do: it is not busy meanwhile.</summary>
    internal async Task AwayAsync(Task wait)
    {
        var start = clock.GetTimestamp();
        lock (_lock)
        {
            (_waiting, _awayStarts) = (_waiting + 1, _awayStarts + start);
        }

        try
        {
            await wait;
        }
        finally
        {
            var now = clock.GetTimestamp();
            lock (_lock)
            {
                (_waiting, _awayStarts, _away) = (_waiting - 1, _awayStarts - start, _away + (now - start));
            }
        }
    }

    internal NodeReading Read(Node node, TimeSpan elapsed)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            var away = _away + (_waiting * now) - _awayStarts;
            var busy = _finished + (_active * now) - _activeStarts - away;
            return new NodeReading(
                node.Name, node.Lanes.Width, node.Options.Bound, _itemsIn, _itemsOut, _rows, clock.GetElapsedTime(0, busy),
                clock.GetElapsedTime(0, _waited), node.Queue, _queuePeak, _workingPeak, elapsed);
        }
    }

    private void Begin(long now)
    {
        _active++;
        _workingPeak = Math.Max(_workingPeak, _active);
        _activeStarts += now;
    }
}
