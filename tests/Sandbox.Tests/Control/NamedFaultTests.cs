using System.Net;

namespace ContactSync.Sandbox.Tests.Control;

/// <summary>Refusals that come about in a real org alone, and here by the fault plan.</summary>
public sealed class NamedFaultTests
{
    [Theory]
    [InlineData("/limits", 403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")]
    [InlineData("/limits", 403, "API_CURRENTLY_DISABLED", "API is currently disabled")]
    [InlineData("/query?q=SELECT+Id+FROM+Contact", 400, "QUERY_TIMEOUT", "Your query request was running for too long.")]
    public async Task A_refusal_the_org_never_has_of_itself_is_given(string path, int status, string code, string message)
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.FaultAsync(org, new { match = new { path = path.Split('?')[0] }, @do = "status", status, code });
        var error = await org.RefusedAsync(HttpMethod.Get, path, null, (HttpStatusCode)status, code);
        Assert.Equal(message, error.GetProperty("message").GetString());
        await org.GetAsync(path);
    }

    [Fact]
    public async Task A_job_can_end_with_too_many_lock_failures()
    {
        await using var org = await TestOrg.StartAsync(o => o with { BatchRows = 2 });
        await OrgControl.FaultAsync(org, new { match = new { jobOp = "insert" }, @do = "jobState", after = 2, code = "TooManyLockFailure" });
        var job = await TestJob.RunAsync(org, "insert", "LastName\nA\nB\nC\n");
        var info = await job.InfoAsync();
        Assert.Equal(("Failed", "TooManyLockFailure : Too many lock failures while processing the batch", 2),
            (info.GetProperty("state").GetString(), info.GetProperty("errorMessage").GetString(), info.GetProperty("numberRecordsProcessed").GetInt32()));
        Assert.Equal("LastName\nC\n", (await job.ResultAsync("unprocessedrecords")).Replace("\"", "", StringComparison.Ordinal));
    }
}
