using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Control;

public sealed class ControlEndpointsTests
{
    [Fact]
    public async Task Nothing_is_told_without_the_token()
    {
        await using var org = await TestOrg.StartAsync();
        foreach (var path in (string[])["requests", "state", "faults"])
        {
            using var reply = await org.Admin.GetAsync("/__control/" + path);
            Assert.Equal(HttpStatusCode.Unauthorized, reply.StatusCode);
        }
    }

    [Fact]
    public async Task The_token_lies_in_the_data_folder_for_its_owner_alone()
    {
        await using var org = await TestOrg.StartAsync();
        var file = Path.Combine(org.Options.DataDirectory, "control-token");
        Assert.Equal(org.Server.ControlToken, await File.ReadAllTextAsync(file));
        Assert.Equal(64, org.Server.ControlToken.Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task The_request_log_tells_who_did_what_to_which_job()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.RunAsync(org, "upsert", "Sync_Key__c,LastName\n1,A\n2,B\n", "Sync_Key__c");
        using var client = new HttpClient { BaseAddress = org.Server.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Sandbox-Token", org.Server.ControlToken);
        var lines = (await client.GetStringAsync("/__control/requests")).TrimEnd('\n').Split('\n').Select(l => JsonElement.Parse(l)).ToList();
        var upload = lines.Single(l => l.GetProperty("method").GetString() == "PUT");
        var close = lines.Single(l => l.GetProperty("method").GetString() == "PATCH");

        Assert.Equal(job.Id, upload.GetProperty("jobId").GetString());
        Assert.Equal("upsert", upload.GetProperty("op").GetString());
        Assert.Equal("Contact", upload.GetProperty("object").GetString());
        Assert.Equal(2, upload.GetProperty("rows").GetInt32());
        Assert.Equal(201, upload.GetProperty("status").GetInt32());
        Assert.Equal(29, upload.GetProperty("bytesIn").GetInt32());
        Assert.Equal("integration@sandbox.example", close.GetProperty("user").GetString());
        Assert.Equal(lines.Count, lines.Select(l => l.GetProperty("seq").GetInt64()).Distinct().Count());
        Assert.DoesNotContain("sandbox-integration-secret", string.Concat(lines.Select(l => l.GetRawText())));
    }

    [Fact]
    public async Task State_counts_objects_and_jobs_and_pace_slows_the_next_batches()
    {
        await using var org = await TestOrg.StartAsync(o => o with { BatchRows = 5 });
        using var client = new HttpClient { BaseAddress = org.Server.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Sandbox-Token", org.Server.ControlToken);
        using var pace = await client.PostAsync("/__control/pace", new StringContent("{\"rowsPerSecond\":1}"));
        Assert.Equal(HttpStatusCode.NoContent, pace.StatusCode);
        var job = await TestJob.CreateAsync(org, "insert");
        await job.UploadAsync("LastName\nA\nB\nC\nD\nE\nF\n"u8.ToArray());
        await job.CloseAsync();
        while (await job.PollAsync() == "UploadComplete")
        {
            await Task.Delay(10);
        }
        Assert.Equal(["InProgress", "InProgress", "InProgress"], [await job.PollAsync(), await job.PollAsync(), await job.PollAsync()]);

        var state = await org.ControlAsync(HttpMethod.Get, "state");
        Assert.Equal(0, state.GetProperty("objects").GetProperty("Contact").GetProperty("live").GetInt32());
        Assert.Equal(6, state.GetProperty("jobs")[0].GetProperty("rows").GetInt32());
        await job.AbortAsync();
    }
}
