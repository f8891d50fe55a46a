using ContactSync.Sandbox.Control;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Bulk;

/// <summary>A record others hang on, locked while a job works on them.</summary>
internal readonly record struct LockedRow(ObjectType Type, int Number);

/// <summary>The records that running jobs hold locked. A job waits for what another holds, as long as the org is set to.</summary>
internal sealed class RowLocks(OrgClock clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LockedRow, string> _holders = [];
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Locks the rows for a job; returns those that were still held by another when the wait was over.</summary>
    public async Task<HashSet<LockedRow>> TakeAsync(string jobId, IEnumerable<LockedRow> rows, TimeSpan wait, CancellationToken cancellationToken)
    {
        var missing = rows.ToHashSet();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waited = clock.WaitAsync(wait, patience.Token);
        while (true)
        {
            Task released;
            lock (_gate)
            {
                missing.RemoveWhere(row => _holders.TryAdd(row, jobId) || _holders[row] == jobId);
                released = _released.Task;
            }
            if (missing.Count == 0 || waited.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await patience.CancelAsync();
                return missing;
            }
            await Task.WhenAny(waited, released);
        }
    }

    /// <summary>Gives up all a job holds.</summary>
    public void Release(string jobId)
    {
        TaskCompletionSource released;
        lock (_gate)
        {
            foreach (var row in _holders.Where(h => h.Value == jobId).Select(h => h.Key).ToList())
            {
                _holders.Remove(row);
            }
            released = _released;
            _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        released.SetResult();
    }
}
