using System.Diagnostics;
using ContactSync.Runs;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>
/// Takes one slice through the protocol, from wherever the journal says it stands to its last outcome: intent, empty job, rows, close, poll,
/// results, settled; then again for the rows the org did not take. Every step is durable before the next begins, so it may die anywhere.
/// Slices may be loaded at the same time, one slice by one caller.
/// </summary>
internal sealed class OrgLoader(LoadLedger ledger, LoadTables tables, JobCalls calls, Settlement settlement, Pauses pauses, string? externalIdField)
{
    private long _rowsSentAgain;

    /// <summary>Rows of jobs that were thrown away and made anew, in this process.</summary>
    public long RowsSentAgain => Interlocked.Read(ref _rowsSentAgain);

    /// <summary>Loads a slice to its end. Throws <see cref="LoadStoppedException"/> when only time or a person can help.</summary>
    public async ValueTask<SettledSlice> LoadAsync(Slice slice, CancellationToken cancellationToken)
    {
        // The job this call made itself: only then is it known that no upload or close of it was tried before.
        string? mine = null;
        var uploads = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = ledger.Of(slice.Number);
            switch (at.Phase)
            {
                case SlicePhase.Settled when at.IsDone:
                    return new SettledSlice(slice, at.Settled);
                case SlicePhase.None or SlicePhase.Settled:
                    await BeginAsync(slice, at, cancellationToken);
                    break;
                case SlicePhase.Intent:
                    mine = await BindAsync(slice, at, cancellationToken);
                    break;
                case SlicePhase.Bound when at.Job == mine:
                    mine = await UploadAsync(slice, at, ++uploads, cancellationToken) ? mine : null;
                    break;
                case SlicePhase.Bound:
                    await AdoptAsync(slice, at, cancellationToken);
                    break;
                case SlicePhase.Uploaded:
                    await CloseAsync(slice, at, mayBeClosed: at.Job != mine, cancellationToken);
                    break;
                case SlicePhase.Closed:
                    await SettleAsync(slice, at, cancellationToken);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    private async Task BeginAsync(Slice slice, SliceProgress at, CancellationToken cancellationToken)
    {
        if (at.Attempt > 0)
        {
            CrashPoint.Hit("load.retry");
            await pauses.RetryAsync(at.Attempt, cancellationToken);
        }

        var csv = CsvOf(slice, at);
        var rows = settlement.Count(csv, cancellationToken);
        if (rows == 0)
        {
            ledger.Write(await settlement.NothingToSendAsync(slice, at.Attempt + 1, csv, cancellationToken));
            return;
        }

        ledger.Write(new SliceIntent(slice.Number, at.Attempt + 1, rows));
        CrashPoint.Hit("load.intent");
    }

    private async Task<string> BindAsync(Slice slice, SliceProgress at, CancellationToken cancellationToken)
    {
        var request = slice.Action == PlanAction.Update ? new IngestJobRequest(slice.Object, IngestOperation.Update)
            : externalIdField is null ? new IngestJobRequest(slice.Object, IngestOperation.Insert)
            : new IngestJobRequest(slice.Object, IngestOperation.Upsert, externalIdField);
        var job = await calls.CreateAsync(request, Where(slice, null), () => ledger.Write(new SliceIntent(slice.Number, at.Attempt, slice.Rows)), cancellationToken);
        CrashPoint.Hit("load.created");
        ledger.Write(new JobBound(slice.Number, at.Attempt, job.Id));
        CrashPoint.Hit("load.job");
        return job.Id;
    }

    private async Task<bool> UploadAsync(Slice slice, SliceProgress at, int attempt, CancellationToken cancellationToken)
    {
        var csv = CsvOf(slice, at);
        if (!await calls.UploadAsync(at.Job!, (stream, token) => csv.WriteAsync(stream, token), Where(slice, at.Job), attempt, cancellationToken))
        {
            return false;
        }

        CrashPoint.Hit("load.put");
        ledger.Write(new JobUploaded(slice.Number, at.Attempt, at.Job!));
        CrashPoint.Hit("load.uploaded");
        return true;
    }

    // It is not known whether the job has its rows. It has processed none unless someone else closed it, so it is thrown away.
    private async Task AdoptAsync(Slice slice, SliceProgress at, CancellationToken cancellationToken)
    {
        var closed = await calls.DiscardAsync(at.Job!, Where(slice, at.Job), cancellationToken);
        Interlocked.Add(ref _rowsSentAgain, closed is null ? slice.Rows : 0);
        ledger.Write(closed is null
            ? new SliceIntent(slice.Number, at.Attempt, slice.Rows)
            : new JobClosed(slice.Number, at.Attempt, at.Job!));
    }

    private async Task CloseAsync(Slice slice, SliceProgress at, bool mayBeClosed, CancellationToken cancellationToken)
    {
        // A job that is gone may have been closed and purged since: only reading back can tell, and that is done for closed jobs.
        _ = await calls.CloseAsync(at.Job!, mayBeClosed, Where(slice, at.Job), cancellationToken);
        CrashPoint.Hit("load.patched");
        ledger.Write(new JobClosed(slice.Number, at.Attempt, at.Job!));
        CrashPoint.Hit("load.closed");
    }

    private async Task SettleAsync(Slice slice, SliceProgress at, CancellationToken cancellationToken)
    {
        var where = Where(slice, at.Job);
        var job = await calls.WaitAsync(at.Job!, where, cancellationToken);
        var csv = CsvOf(slice, at);
        ledger.Write(await settlement.SettleAsync(new Attempt(slice, at.Attempt, at.Job!, job, csv, where), cancellationToken));
        CrashPoint.Hit("load.settled");
    }

    private SliceCsv CsvOf(Slice slice, SliceProgress at) =>
        SliceCsv.Of(tables, slice, at.Settled.IsEmpty ? null : at.Settled[^1].Part, externalIdField);

    private static string Where(Slice slice, string? job) =>
        $"load of slice {slice.Number} ({slice.Action.ToString().ToLowerInvariant()} of {slice.Rows:N0} {slice.Object}){(job is null ? "" : $", job {job}")}";
}

/// <summary>One closed attempt whose outcomes are to be found; <paramref name="Ended"/> is null when the org does not know the job any more.</summary>
internal sealed record Attempt(Slice Slice, int Number, string Job, JobInfo? Ended, SliceCsv Csv, string Where);
