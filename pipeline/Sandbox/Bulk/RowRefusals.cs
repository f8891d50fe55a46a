using ContactSync.Sandbox.Control;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>What keeps rows of a batch from being tried at all: locks of other jobs, and the fault plan. Holds the job's own locks until <see cref="Release"/>.</summary>
internal sealed class RowRefusals(OrgStore store, BulkSettings settings, Job job, RowParents parents)
{
    private readonly IReadOnlyList<FaultRule> _rowErrors = settings.Faults.RowErrors(job.Record.Operation, job.Id);

    /// <summary>The refusals of a batch by row; null when there are none. Takes the locks its rows need first.</summary>
    public async Task<RowError?[]?> OfAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        var refusals = _rowErrors.Count == 0 ? null : Planned(batch.Rows);
        return settings.LockWait is { } wait ? await LockAsync(batch, wait, refusals, cancellationToken) : refusals;
    }

    public void Release()
    {
        if (settings.LockWait is not null)
        {
            settings.Locks.Release(job.Id);
        }
    }

    private RowError?[] Planned(int rows)
    {
        var refusals = new RowError?[rows];
        for (var i = 0; i < rows; i++)
        {
            refusals[i] = settings.Faults.DrawRow(_rowErrors)?.ToRowError();
        }
        return refusals;
    }

    private async Task<RowError?[]?> LockAsync(IngestBatch batch, TimeSpan wait, RowError?[]? refusals, CancellationToken cancellationToken)
    {
        var needed = new List<LockedRow>[batch.Rows];
        lock (store.Gate)
        {
            for (var row = 0; row < batch.Rows; row++)
            {
                needed[row] = batch.Select(row) is { Error: null } draft ? parents.Of(draft) : [];
            }
        }
        var missing = await settings.Locks.TakeAsync(job.Id, needed.SelectMany(n => n), wait, cancellationToken);
        if (missing.Count == 0)
        {
            return refusals;
        }
        refusals ??= new RowError?[batch.Rows];
        for (var row = 0; row < batch.Rows; row++)
        {
            var held = needed[row].Where(missing.Contains).Distinct().ToList();
            refusals[row] = held.Count == 0 ? refusals[row] : new RowError(
                "UNABLE_TO_LOCK_ROW",
                $"unable to obtain exclusive access to this record or {held.Count} records: {string.Join(',', held.Select(h => SfId.Format(h.Type.Prefix, store.Catalog.Pod, h.Number)))}");
        }
        return refusals;
    }
}
