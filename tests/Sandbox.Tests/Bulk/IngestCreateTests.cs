using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Bulk;

public sealed class IngestCreateTests
{
    [Theory]
    [InlineData("{\"object\":\"CaseStatus\",\"operation\":\"insert\"}", "INVALIDENTITY", "Entity 'CaseStatus' is not supported by the Bulk API.")]
    [InlineData("{\"object\":\"Contact\",\"operation\":\"upsert\"}", "INVALIDJOB", "externalIdFieldName is required for upsert")]
    [InlineData("{\"object\":\"Contact\",\"operation\":\"upsert\",\"externalIdFieldName\":\"Title\"}", "INVALIDJOB", "Field name provided, Title does not match an External ID, Salesforce Id, or indexed field for Contact")]
    [InlineData("{\"object\":\"Contact\",\"operation\":\"merge\"}", "INVALIDJOB", "Unsupported operation: merge")]
    [InlineData("{\"object\":\"Contact\",\"operation\":\"insert\",\"lineEnding\":\"CR\"}", "INVALIDJOB", "Unsupported lineEnding: CR")]
    [InlineData("{\"object\":\"Contact\",\"operation\":\"hardDelete\"}", "FEATURENOTENABLED", "hardDelete operation requires special user profile permission, please contact your system administrator")]
    public async Task A_job_that_cannot_be_is_refused_at_create(string body, string code, string message)
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(message, (await org.RefusedAsync(HttpMethod.Post, "/jobs/ingest", body, HttpStatusCode.BadRequest, code)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task One_multipart_request_makes_fills_and_closes_a_job()
    {
        await using var org = await TestOrg.StartAsync();
        using var parts = new MultipartFormDataContent
        {
            { new StringContent("{\"object\":\"Contact\",\"operation\":\"insert\"}", Encoding.UTF8, "application/json"), "job" },
            { new StringContent("LastName\nMulti\n", Encoding.UTF8, "text/csv"), "content", "content" },
        };
        using var reply = await org.User.PostAsync(TestOrg.Data + "/jobs/ingest", parts);
        var info = JsonElement.Parse(await reply.Content.ReadAsStringAsync());
        Assert.Equal("UploadComplete", info.GetProperty("state").GetString());
        await new TestJob(org, info.GetProperty("id").GetString()!).WaitAsync();
        Assert.Equal(1, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task Another_delimiter_is_used_both_ways()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.CreateAsync(org, "insert", delimiter: "PIPE");
        await job.UploadAsync("LastName|Title\nA,B|C\n"u8.ToArray());
        await job.CloseAsync();
        await job.WaitAsync();
        Assert.EndsWith("|\"true\"|\"A,B\"|\"C\"\n", await job.SuccessAsync());
        Assert.StartsWith("\"sf__Id\"|\"sf__Created\"|LastName|Title\n", await job.SuccessAsync());
    }
}
