using System.Collections.Concurrent;
using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// All bulk jobs: makes them, keeps their records durable, runs the closed ones in the background, several at a time.
/// Jobs found unfinished at start are taken up again.
/// </summary>
internal sealed class JobBook : IAsyncDisposable
{
    private const int JobsAtOnce = 5;
    private const long DaySeconds = 86_400;

    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(JobsAtOnce);
    private readonly CancellationTokenSource _closing = new();
    private readonly OrgUsers _users;
    private readonly string _folder;
    private long _lastNumber;

    private JobBook(OrgStore store, OrgUsers users, BulkSettings settings, BulkQuota quota, TimeProvider clock, string folder)
    {
        (Store, _users, Settings, Quota, Clock, _folder) = (store, users, settings, quota, clock, folder);
        // Numbers start from the clock, so that the id of a deleted job never comes back after a restart.
        _lastNumber = clock.GetUtcNow().ToUnixTimeSeconds() * 1000;
    }

    public OrgStore Store { get; }

    public BulkSettings Settings { get; }

    public BulkQuota Quota { get; }

    public TimeProvider Clock { get; }

    public IEnumerable<Job> All => _jobs.Values.Where(j => !Expired(j.Record, Now)).OrderBy(j => j.Id, StringComparer.Ordinal);

    private long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    public static async Task<JobBook> OpenAsync(OrgStore store, OrgUsers users, BulkSettings settings, BulkQuota quota, TimeProvider clock, string folder)
    {
        var book = new JobBook(store, users, settings, quota, clock, folder);
        Directory.CreateDirectory(folder);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var record in store.SavedJobs.Values.Select(JobRecord.FromJson))
        {
            quota.Recall(record);
            var job = book._jobs[record.Id] = new Job(record, Path.Combine(folder, record.Id));
            if (Expired(record, now))
            {
                await book.DeleteAsync(job);
                continue;
            }
            if (record.Ended)
            {
                job.ShowAtOnce();
            }
            if (record.State is JobState.UploadComplete or JobState.InProgress)
            {
                book.Start(job);
            }
        }
        store.SavedJobs.Clear();
        return book;
    }

    /// <summary>The job of that id and kind; NOT_FOUND for any other.</summary>
    public Job Get(string id, bool query) => Find(id) is { } job && job.Record.IsQuery == query ? job : throw SalesforceFault.NotFound();

    /// <summary>The job of that id; null when there is none.</summary>
    public Job? Find(string id)
    {
        Span<byte> normal = stackalloc byte[SfId.Length];
        var known = SfId.TryNormalize(System.Text.Encoding.UTF8.GetBytes(id), normal) ? System.Text.Encoding.ASCII.GetString(normal) : id;
        return _jobs.GetValueOrDefault(known) is { } job && !Expired(job.Record, Now) ? job : null;
    }

    /// <summary>Open jobs live for a day, ended ones, with their results, for seven.</summary>
    private static bool Expired(JobRecord record, long now) =>
        now - record.CreatedAt > (record.Ended ? 7 * DaySeconds : record.State == JobState.Open ? DaySeconds : long.MaxValue);

    public async Task<Job> CreateAsync(Func<string, long, JobRecord> make)
    {
        var now = Now;
        foreach (var old in _jobs.Values.Where(j => Expired(j.Record, now)).ToList())
        {
            await DeleteAsync(old);
        }
        var id = SfId.Format("750", Store.Catalog.Pod, Interlocked.Increment(ref _lastNumber));
        var record = make(id, now);
        var job = new Job(record, Path.Combine(_folder, id));
        Directory.CreateDirectory(job.Folder);
        await SaveAsync(job, r => r);
        _jobs[id] = job;
        return job;
    }

    /// <summary>Makes a change of the job durable, then shows it. An aborted job changes no more.</summary>
    public async Task SaveAsync(Job job, Func<JobRecord, JobRecord> change)
    {
        JobRecord changed;
        Task durable;
        lock (Store.Gate)
        {
            if (job.Logged.State == JobState.Aborted)
            {
                return;
            }
            changed = change(job.Logged) with { ChangedAt = Clock.GetUtcNow().ToUnixTimeSeconds(), Version = job.Logged.Version + 1 };
            job.Logged = changed;
            var transaction = new Transaction(Store);
            transaction.PutJob(changed.ToJson());
            durable = transaction.CommitAsync();
        }
        await durable;
        Show(job, changed);
    }

    /// <summary>Moves a job from one state to another, durably; false when it is not in that state (any more).</summary>
    public async Task<bool> TryMoveAsync(Job job, JobState from, JobState to)
    {
        var moved = false;
        await SaveAsync(job, r =>
        {
            moved = r.State == from;
            return moved ? r with { State = to } : r;
        });
        return moved;
    }

    public static void Show(Job job, JobRecord record)
    {
        lock (job)
        {
            if (record.Version > job.Record.Version)
            {
                job.Record = record;
            }
        }
    }

    public void Start(Job job) => job.Running = Task.Run(() => RunAsync(job));

    /// <summary>Stops a job; rows already saved stay saved.</summary>
    public async Task AbortAsync(Job job)
    {
        await job.Stopping.CancelAsync();
        await SaveAsync(job, r => r with { State = JobState.Aborted });
    }

    /// <summary>Deletes a job and its files; NOT_FOUND when another call has just done so.</summary>
    public async Task DeleteAsync(Job job)
    {
        if (!_jobs.TryRemove(job.Id, out _))
        {
            throw SalesforceFault.NotFound();
        }
        await job.Stopping.CancelAsync();
        await job.Running;
        var frame = new ValueSlab();
        LogEntry.AddJob(frame, removed: true, System.Text.Encoding.UTF8.GetBytes(job.Id));
        await Store.AppendAsync(frame);
        if (Directory.Exists(job.Folder))
        {
            Directory.Delete(job.Folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_jobs.Values.Select(j => j.Running));
        _slots.Dispose();
        _closing.Dispose();
    }

    private async Task RunAsync(Job job)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, job.Stopping.Token);
        var entered = false;
        try
        {
            await _slots.WaitAsync(stop.Token);
            entered = true;
            var caller = _users.ByNumber(job.Record.UserNumber) ?? _users.Integration;
            caller = Store.Schema.BulkSavesAlerts ? caller with { Duplicates = new DuplicateOptions(AllowSave: true, IncludeRecordDetails: false) } : caller;
            await (job.Record.IsQuery ? new QueryRun(this, job).RunAsync(stop.Token) : new IngestRun(this, job, caller).RunAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Aborted, deleted, or the server closes: the record says which, and a server that opens again goes on from it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Show(job, job.Record with { State = JobState.Failed, Version = long.MaxValue, ErrorMessage = "InternalServerError : " + e.Message });
        }
        finally
        {
            if (entered)
            {
                _slots.Release();
            }
        }
    }
}
