namespace ContactSync.Sandbox.Http;

/// <summary>What was used of a limit within a window that ends now; forgotten in twenty-fourths of the window. Safe for use by several threads.</summary>
internal sealed class RollingCount(TimeProvider clock, TimeSpan window)
{
    private const int Parts = 24;

    private readonly long[] _counts = new long[Parts];
    private readonly long _ticks = window.Ticks / Parts;
    private readonly Lock _gate = new();
    private long _part;

    public long Used
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _counts.Sum();
            }
        }
    }

    public void Add(long count)
    {
        lock (_gate)
        {
            Forget();
            _counts[_part % Parts] += count;
        }
    }

    /// <summary>Counts what was used at a time past, as far as the window still holds it.</summary>
    public void AddAt(long count, DateTimeOffset at)
    {
        lock (_gate)
        {
            Forget();
            var part = at.UtcTicks / _ticks;
            if (part > _part - Parts && part <= _part)
            {
                _counts[part % Parts] += count;
            }
        }
    }

    /// <summary>Counts unless that would exceed <paramref name="maximum"/>; false when it would.</summary>
    public bool TryAdd(long count, long maximum)
    {
        lock (_gate)
        {
            Forget();
            if (_counts.Sum() + count > maximum)
            {
                return false;
            }
            _counts[_part % Parts] += count;
            return true;
        }
    }

    private void Forget()
    {
        var part = clock.GetUtcNow().UtcTicks / _ticks;
        if (part - _part is < 0 or >= Parts)
        {
            Array.Clear(_counts);
        }
        else
        {
            for (var old = _part + 1; old <= part; old++)
            {
                _counts[old % Parts] = 0;
            }
        }
        _part = part;
    }
}
