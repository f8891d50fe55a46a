using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Tests.Store;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Everything_acknowledged_is_there_after_a_kill_and_the_job_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-kill-").FullName;
        const int Rows = 60_000;
        string id;
        string single;
        int acknowledged;
        using (var first = await ServedSandbox.StartAsync(folder))
        {
            single = (await first.SendAsync(HttpMethod.Post, "/sobjects/Contact", "{\"LastName\":\"Single\",\"Sync_Key__c\":\"single\"}")).GetProperty("id").GetString()!;
            id = (await first.SendAsync(HttpMethod.Post, "/jobs/ingest", "{\"object\":\"Contact\",\"operation\":\"upsert\",\"externalIdFieldName\":\"Sync_Key__c\"}")).GetProperty("id").GetString()!;
            await first.UploadAsync(id, "Sync_Key__c,LastName\n" + string.Join('\n', Enumerable.Range(0, Rows).Select(i => $"k{i},N{i}")));
            await first.SendAsync(HttpMethod.Patch, "/jobs/ingest/" + id, "{\"state\":\"UploadComplete\"}");
            do
            {
                acknowledged = (await first.SendAsync(HttpMethod.Get, "/jobs/ingest/" + id)).GetProperty("numberRecordsProcessed").GetInt32();
            }
            while (acknowledged == 0);
            first.Kill();
        }

        using var second = await ServedSandbox.StartAsync(folder);
        var found = (await second.SendAsync(HttpMethod.Get, "/query?q=SELECT+COUNT()+FROM+Contact")).GetProperty("totalSize").GetInt32();
        Assert.InRange(found, acknowledged + 1, Rows + 1);
        Assert.Equal("Single", (await second.SendAsync(HttpMethod.Get, "/sobjects/Contact/" + single)).GetProperty("LastName").GetString());
        string state;
        while ((state = (await second.SendAsync(HttpMethod.Get, "/jobs/ingest/" + id)).GetProperty("state").GetString()!) is "InProgress" or "UploadComplete")
        {
            await Task.Delay(50);
        }
        Assert.Equal("JobComplete", state);
        Assert.Equal(Rows + 1, (await second.SendAsync(HttpMethod.Get, "/query?q=SELECT+COUNT()+FROM+Contact")).GetProperty("totalSize").GetInt32());
        var success = await second.TextAsync($"/jobs/ingest/{id}/successfulResults");
        var keys = success.TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(',')).ToList();
        Assert.Equal(Rows, keys.Select(k => k[2]).Distinct().Count());
        Assert.All(keys, k => Assert.Equal("\"true\"", k[1]));
        second.Kill();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_torn_tail_is_cut_off_and_what_came_before_stays()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(new { LastName = "Whole" });
        await org.Server.DisposeAsync();
        var log = Path.Combine(org.Options.DataDirectory, "org.log");
        var length = new FileInfo(log).Length;
        await File.AppendAllBytesAsync(log, [200, 0, 0, 0, 1, 2, 3, 4, 5]);

        await org.RestartAsync();

        Assert.Equal("Whole", (await org.GetAsync("/sobjects/Contact/" + id)).GetProperty("LastName").GetString());
        Assert.Equal(length, new FileInfo(log).Length);
        await org.CreateAsync(new { LastName = "After" });
        await org.RestartAsync();
        Assert.Equal(2, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task Open_jobs_wait_for_their_data_over_a_restart()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.CreateAsync(org, "insert");
        await org.RestartAsync();
        await job.UploadAsync("LastName\nA\n"u8.ToArray());
        await org.RestartAsync();
        await job.UploadAsync("LastName\nB\n"u8.ToArray(), HttpStatusCode.BadRequest);
        await job.CloseAsync();
        await job.WaitAsync();
        Assert.Equal(1, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task Records_survive_a_change_of_the_schema()
    {
        var schema = Path.GetTempFileName();
        await File.WriteAllTextAsync(schema, "{\"fields\":[{\"object\":\"Contact\",\"name\":\"New__c\",\"type\":\"Text\",\"length\":5},{\"object\":\"Contact\",\"name\":\"Sync_Key__c\",\"type\":\"Text\",\"externalId\":true,\"unique\":true}]}");
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(new { LastName = "A", Sync_Key__c = "k", Title = "T" });

        await org.RestartAsync(o => o with { SchemaFile = schema });

        var record = await org.GetAsync("/sobjects/Contact/Sync_Key__c/k");
        Assert.Equal(id, record.GetProperty("Id").GetString());
        Assert.Equal("T", record.GetProperty("Title").GetString());
        await org.SendAsync(HttpMethod.Patch, "/sobjects/Contact/" + id, new { New__c = "12345" }, HttpStatusCode.NoContent);
        await org.RefusedAsync(HttpMethod.Patch, "/sobjects/Contact/" + id, new { New__c = "123456" }, HttpStatusCode.BadRequest, "STRING_TOO_LONG");
        File.Delete(schema);
    }

    [Theory]
    [InlineData("{\"field\":[]}")]
    [InlineData("{\"fields\":[{\"object\":\"Nope\",\"name\":\"A__c\",\"type\":\"Text\"}]}")]
    [InlineData("{\"fields\":[{\"object\":\"Contact\",\"name\":\"A__c\",\"type\":\"Blob\"}]}")]
    [InlineData("{\"workflows\":[{\"object\":\"Contact\",\"on\":[\"create\"],\"set\":\"LastName\",\"to\":\"now\"}]}")]
    public async Task A_schema_file_that_makes_no_sense_stops_the_start(string json)
    {
        var schema = Path.GetTempFileName();
        await File.WriteAllTextAsync(schema, json);
        await Assert.ThrowsAsync<SandboxSetupException>(() => TestOrg.StartAsync(o => o with { SchemaFile = schema }));
        File.Delete(schema);
    }

    [Fact]
    public async Task A_folder_in_use_is_not_opened_twice()
    {
        await using var org = await TestOrg.StartAsync();
        await Assert.ThrowsAsync<SandboxSetupException>(() => SandboxServer.StartAsync(org.Options, CancellationToken.None));
    }
}
