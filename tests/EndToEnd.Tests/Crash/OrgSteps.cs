using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>What these tests do in the org beside a load.</summary>
internal static class OrgSteps
{
    /// <summary>The Id of the Contact with an e-mail address.</summary>
    public static async Task<string> IdOfAsync(this OrgView org, string email) =>
        Assert.Single(await org.QueryAsync($"SELECT Id FROM Contact WHERE Email = '{email}'")).GetProperty("Id").GetString()!;

    /// <summary>Waits until the engine has closed a job, and says which.</summary>
    public static async Task<string> ClosedJobAsync(this OrgView org)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var closed = (await org.RequestsAsync()).FirstOrDefault(r => r.GetProperty("method").GetString() == "PATCH" && r.GetProperty("status").GetInt32() == 200);
            if (closed.ValueKind == JsonValueKind.Object)
            {
                return closed.GetProperty("jobId").GetString()!;
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
