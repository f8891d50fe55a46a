using ContactSync.Sandbox.Control;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// Works through the upload of one job in internal batches. Each batch is one frame of the log: its records and how far
/// the job has come, so that a job goes on after a crash where it stopped and no row is written twice.
/// </summary>
internal sealed class IngestRun(JobBook book, Job job, Caller caller)
{
    private readonly OrgStore _store = book.Store;
    private readonly Transaction _transaction = new(book.Store);
    private readonly ObjectType _type = book.Store.Schema.Find(job.Record.Object)!;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await book.SaveAsync(job, r => r with
        {
            State = JobState.InProgress,
            HighestAtStart = r.NextOffset == 0 ? _store.Table(_type).Last : r.HighestAtStart,
        });
        try
        {
            await BatchesAsync(cancellationToken);
            await book.SaveAsync(job, r => r with { State = JobState.JobComplete });
        }
        catch (JobFault fault)
        {
            await book.SaveAsync(job, r => r with { State = JobState.Failed, ErrorMessage = fault.Message });
        }
    }

    private async Task BatchesAsync(CancellationToken cancellationToken)
    {
        CheckLineEndings(job.Record);
        await using var data = new FileStream(job.DataFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var row = new CsvRow();
        var reader = new CsvReader(data, job.Record.Delimiter);
        if (!reader.Read(row))
        {
            throw new JobFault("InvalidBatch : Failed to parse CSV. Found no header row");
        }
        var header = IngestHeader.Bind(_store.Schema, _type, row, job.Record.Operation);
        if (job.Record.NextOffset > 0)
        {
            data.Position = job.Record.NextOffset;
            reader = new CsvReader(data, job.Record.Delimiter, job.Record.NextOffset);
        }
        var outcomes = new WriteOutcome[book.Settings.BatchRows];
        var rows = new IngestRows(_store, _type, job.Record, caller);
        using var results = new ResultFiles(job);
        var end = book.Settings.Faults.DrawJob(FaultDeed.JobState, job.Record.Operation, job.Id);
        var late = book.Settings.Faults.DrawJob(FaultDeed.LateVisible, job.Record.Operation, job.Id) is { } rule ? TimeSpan.FromSeconds(rule.Seconds) : (TimeSpan?)null;
        var refusals = new RowRefusals(_store, book.Settings, job, rows.Parents);
        // A job that is to end part way works in batches that end there.
        await using var batches = new BatchReader(reader, header.Columns, end is { After: > 0 } && end.After < book.Settings.BatchRows ? (int)end.After : book.Settings.BatchRows);
        var settled = Task.CompletedTask;
        try
        {
            while (await batches.NextAsync() is { } batch)
            {
                if (end is not null && job.Logged.Processed >= end.After)
                {
                    await EndAsync(end);
                }
                var refused = await refusals.OfAsync(batch, cancellationToken);
                await InTimeAsync(batch.Rows, cancellationToken);
                var now = book.Clock.GetUtcNow().ToUnixTimeSeconds();
                await book.Settings.LateAsync(now, late, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                book.Quota.TakeBatch(batch.Rows);
                var settling = CommitAsync(batch, outcomes, rows, refused, results, now);
                refusals.Release();
                await settled;
                settled = settling;
            }
        }
        finally
        {
            refusals.Release();
            // The files stay open until the log has no more need to flush them.
            await settled;
        }
    }

    /// <summary>Ends the job as the fault plan says; what it has written stays.</summary>
    private async Task EndAsync(FaultRule rule)
    {
        if (rule.State == "Aborted")
        {
            await book.AbortAsync(job);
            job.Stopping.Token.ThrowIfCancellationRequested();
        }
        throw new JobFault(rule.Message ?? rule.Code switch
        {
            "TooManyLockFailure" => "TooManyLockFailure : Too many lock failures while processing the batch",
            _ => $"{rule.Code ?? "InternalServerError"} : Failed to process the batch after 20 retries",
        });
    }

    /// <summary>A batch that takes too long is begun again, and so often at most that the job fails with the rest unprocessed.</summary>
    private async Task InTimeAsync(int rows, CancellationToken cancellationToken)
    {
        for (var retries = 0; !await book.Settings.BatchAsync(rows, cancellationToken); retries++)
        {
            if (retries == book.Settings.BatchRetries)
            {
                throw new JobFault($"InternalServerError : Batch timed out and was retried {retries} times");
            }
            await book.SaveAsync(job, r => r with { Retries = r.Retries + 1 });
        }
    }

    private static void CheckLineEndings(JobRecord record)
    {
        if (record.LineEnding == "CRLF" ? record.HasBareLf : record.HasCrLf)
        {
            throw JobFault.LineEnding(record.LineEnding);
        }
    }

    /// <summary>Writes a batch before it returns; the task ends when the batch is durable and shown.</summary>
    private async Task CommitAsync(IngestBatch batch, WriteOutcome[] outcomes, IngestRows rows, RowError?[]? refused, ResultFiles results, long now)
    {
        JobRecord after;
        Task durable;
        lock (_store.Gate)
        {
            if (job.Logged.State == JobState.Aborted)
            {
                return;
            }
            var started = book.Clock.GetTimestamp();
            rows.Write(_transaction, batch, outcomes, now, refused);
            var order = book.Settings.Order(job.Id, job.Logged.Batches, batch.Rows);
            var (success, failed) = results.Add(_type, _store.Catalog.Pod, batch, outcomes.AsSpan(0, batch.Rows), order);
            after = job.Logged with
            {
                NextOffset = batch.End,
                Batches = job.Logged.Batches + 1,
                Processed = job.Logged.Processed + batch.Rows,
                Failed = job.Logged.Failed + outcomes.Take(batch.Rows).Count(o => o.Error is not null),
                SuccessBytes = success,
                FailedBytes = failed,
                WorkMilliseconds = job.Logged.WorkMilliseconds + (long)book.Clock.GetElapsedTime(started).TotalMilliseconds,
                ChangedAt = now,
                Version = job.Logged.Version + 1,
            };
            job.Logged = after;
            _transaction.PutJob(after.ToJson());
            durable = _transaction.CommitAsync(results.Flush);
        }
        await durable;
        JobBook.Show(job, after);
    }
}
