using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>
/// Aborts empty jobs that a lost reply left behind: open, made by our user since the load began, for an object and operation we use, and not in the journal.
/// A courtesy to the org, which drops open jobs itself after a day; so a failure here is counted and never stops a run.
/// </summary>
internal sealed class OrphanSweep(IngestJobs jobs, LoadLedger ledger, string userId, Action fence)
{
    /// <summary>Returns the jobs aborted, and what kept it from going on, if anything did.</summary>
    public async Task<(IReadOnlyList<string> Aborted, string? Problem)> RunAsync(IReadOnlyCollection<Slice> slices, DateTimeOffset begun, CancellationToken cancellationToken)
    {
        var aborted = new List<string>();
        if (!ledger.MayHaveOrphans)
        {
            return (aborted, null);
        }

        var objects = slices.Where(slice => slice.Side == PlanSide.Org).Select(slice => slice.Object).ToHashSet(StringComparer.OrdinalIgnoreCase);
        try
        {
            await foreach (var job in jobs.ListAsync(cancellationToken))
            {
                if (job.State == JobState.Open && job.CreatedById == userId && job.CreatedDate >= begun.AddMinutes(-5)
                    && objects.Contains(job.ObjectName) && !ledger.Names(job.Id))
                {
                    fence();
                    await jobs.AbortAsync(job.Id, cancellationToken);
                    aborted.Add(job.Id);
                }
            }

            return (aborted, null);
        }
        catch (Exception e) when (e is SalesforceException or UnknownOutcomeException or UnexpectedResponseException)
        {
            return (aborted, e.Message);
        }
    }
}
