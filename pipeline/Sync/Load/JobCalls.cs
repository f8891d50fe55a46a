using System.Net;
using ContactSync.Runs;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>
/// The calls on one job, each ending in a certainty. Where a reply is lost the outcome is unknown, and what that means is decided here,
/// call by call: an empty job is harmless, an open job has processed nothing, a close is asked about and never answered by a new job.
/// </summary>
internal sealed class JobCalls(IngestJobs jobs, LoadOptions options, Pauses pauses, Action fence)
{
    /// <summary>
    /// Makes an empty job. A lost reply may leave another empty one behind: <paramref name="lost"/> is told, so that it is swept later.
    /// </summary>
    public Task<JobInfo> CreateAsync(IngestJobRequest request, string where, Action lost, CancellationToken cancellationToken) => TryAsync(
        where,
        async () =>
        {
            fence();
            var job = await jobs.CreateAsync(request, cancellationToken);
            return Echoes(job, request) ? job : throw Stopped(where, $"the org made job {job.Id} for {job.Operation} of {job.ObjectName}, not as asked");
        },
        _ => lost(),
        cancellationToken);

    /// <summary>
    /// Sends the rows, for the <paramref name="attempt"/>th time to the <paramref name="attempt"/>th job. False when it is not certain that the org has
    /// all of them: the job is then to be discarded, since nothing of it is processed yet. After the last attempt the load stops, resumable.
    /// </summary>
    public async Task<bool> UploadAsync(string job, Func<Stream, CancellationToken, Task> write, string where, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            fence();
            await jobs.UploadAsync(job, write, cancellationToken: cancellationToken);
            return true;
        }
        catch (Exception e) when (attempt < options.CallAttempts && (IsPassing(e) || e is SalesforceException { Code: "INVALIDJOBSTATE" or "NOT_FOUND" }))
        {
            await pauses.RetryAsync(attempt, cancellationToken);
            return false;
        }
        catch (Exception e) when (IsPassing(e))
        {
            throw Stopped(where, e.Message, e);
        }
        catch (SalesforceException e) when (e is not AuthenticationFailedException)
        {
            throw Stopped(where, e.Message, e);
        }
    }

    /// <summary>Aborts an open job and waits until the org agrees that it is gone. Null when it is; else the job, which someone closed.</summary>
    public Task<JobInfo?> DiscardAsync(string job, string where, CancellationToken cancellationToken) => TryAsync(
        where,
        async () =>
        {
            var found = await FindAsync(job, cancellationToken);
            if (found is { State: JobState.Open })
            {
                fence();
                found = await jobs.AbortAsync(job, cancellationToken);
            }

            return found is null or { State: JobState.Aborted } or { State: JobState.Failed, RecordsProcessed: 0 } ? null : found;
        },
        null,
        cancellationToken);

    /// <summary>
    /// Closes the job: the one commit point. When the reply is lost, or may have been in an earlier process (<paramref name="mayBeClosed"/>), the org
    /// is asked first. The job is closed when this returns it, and gone when it returns null.
    /// </summary>
    public Task<JobInfo?> CloseAsync(string job, bool mayBeClosed, string where, CancellationToken cancellationToken) => TryAsync(
        where,
        async () =>
        {
            var found = mayBeClosed ? await FindAsync(job, cancellationToken) : null;
            if (mayBeClosed && found is not { State: JobState.Open })
            {
                return found;
            }

            mayBeClosed = true;
            fence();
            return (JobInfo?)await jobs.CloseAsync(job, cancellationToken);
        },
        null,
        cancellationToken);

    /// <summary>
    /// Looks at the job until it has ended, however long that takes; null when the org does not know it any more. Stops, resumable, only when the org
    /// stops answering.
    /// </summary>
    public async Task<JobInfo?> WaitAsync(string job, string where, CancellationToken cancellationToken)
    {
        for (var looks = 0; ; looks++)
        {
            var found = await TryAsync(where, () => FindAsync(job, cancellationToken), null, cancellationToken);
            if (found is null or { IsTerminal: true })
            {
                return found;
            }

            CrashPoint.Hit("load.polled");
            await pauses.PollAsync(looks, cancellationToken);
        }
    }

    /// <summary>Where the job stands; null when the org does not know it.</summary>
    public async Task<JobInfo?> FindAsync(string job, CancellationToken cancellationToken)
    {
        try
        {
            return await jobs.GetAsync(job, cancellationToken);
        }
        catch (SalesforceException gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether the same call may go through later.</summary>
    public static bool IsPassing(Exception failure) =>
        failure is UnknownOutcomeException or UnexpectedResponseException or TruncatedResponseException
        || failure is SalesforceException { IsTransient: true };

    /// <summary>Runs a call until it is answered, and stops the load, resumable, when the org does not answer or refuses.</summary>
    public async Task<T> TryAsync<T>(string where, Func<Task<T>> call, Action<Exception>? lost, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (IsPassing(e))
            {
                lost?.Invoke(e);
                if (failures >= options.CallAttempts)
                {
                    throw Stopped(where, e.Message, e);
                }
            }
            catch (SalesforceException e) when (e is not AuthenticationFailedException)
            {
                throw Stopped(where, e.Message, e);
            }

            await pauses.RetryAsync(failures, cancellationToken);
        }
    }

    private static LoadStoppedException Stopped(string where, string what, Exception? cause = null) => new(where, what, LoadStoppedException.Resume, cause);

    private static bool Echoes(JobInfo job, IngestJobRequest request) =>
        job.State == JobState.Open
        && string.Equals(job.Operation, request.Operation.ToString(), StringComparison.OrdinalIgnoreCase)
        && string.Equals(job.ObjectName, request.ObjectName, StringComparison.OrdinalIgnoreCase)
        && (request.ExternalIdFieldName is null || string.Equals(job.ExternalIdFieldName, request.ExternalIdFieldName, StringComparison.OrdinalIgnoreCase));
}
