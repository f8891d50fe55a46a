using ContactSync.Salesforce;

namespace ContactSync.Orgs;

/// <summary>A query job that the org did not finish.</summary>
public sealed class OrgJobException(JobInfo job)
    : Exception($"extract: query job {job.Id} on {job.ObjectName} ended as {job.State}{(job.ErrorMessage is { } why ? $": {why}" : "")}")
{
    /// <summary>The job as the org last told it.</summary>
    public JobInfo Job { get; } = job;
}
