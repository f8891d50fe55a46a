namespace ContactSync.Sandbox.Bulk;

/// <summary>The writes that have a stamp and cannot be read yet, as of a transaction that has not ended.</summary>
internal sealed class OpenWrites
{
    private readonly Lock _gate = new();
    private readonly List<long> _stamps = [];

    /// <summary>The earliest stamp among them, in seconds; null when all that is stamped can be read.</summary>
    public long? Oldest
    {
        get
        {
            lock (_gate)
            {
                return _stamps.Count == 0 ? null : _stamps.Min();
            }
        }
    }

    /// <summary>Notes a write until what is returned is disposed of.</summary>
    public IDisposable Begin(long stamp)
    {
        lock (_gate)
        {
            _stamps.Add(stamp);
        }
        return new Write(this, stamp);
    }

    private void End(long stamp)
    {
        lock (_gate)
        {
            _stamps.Remove(stamp);
        }
    }

    private sealed class Write(OpenWrites writes, long stamp) : IDisposable
    {
        public void Dispose() => writes.End(stamp);
    }
}
