using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Store;

/// <summary>The sandbox's process is killed while Bulk jobs and REST writers work side by side: all it has acknowledged is there afterwards.</summary>
public sealed class KillUnderLoadTests
{
    private const int Jobs = 3;
    private const int Writers = 4;
    private const int JobRows = 200_000;
    private const int LeastEach = 200;

    [Fact]
    public async Task Every_acknowledged_row_is_there_after_a_kill_under_load()
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-kill-load-").FullName;
        var acknowledged = new ConcurrentDictionary<string, string>();
        var processed = new ConcurrentDictionary<string, int>();
        using (var first = await ServedSandbox.StartAsync(folder))
        {
            using var stop = new CancellationTokenSource();
            var load = Enumerable.Range(0, Jobs).Select(j => BulkAsync(first, j, processed, stop.Token))
                .Concat(Enumerable.Range(0, Writers).Select(w => RestAsync(first, w, acknowledged, stop.Token))).ToList();
            while (acknowledged.Count < LeastEach || processed.Values.Count(rows => rows > 0) < Jobs)
            {
                Assert.DoesNotContain(load, l => l.IsFaulted);
                await Task.Delay(5);
            }
            first.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }

        using var second = await ServedSandbox.StartAsync(folder);
        var found = new Dictionary<string, string>();
        for (var page = await QueryAsync(second, "/query?q=SELECT+Sync_Key__c,LastName+FROM+Contact+WHERE+Sync_Key__c+LIKE+'rest:%25'"); ; page = await QueryAsync(second, page.GetProperty("nextRecordsUrl").GetString()![TestOrg.Data.Length..]))
        {
            foreach (var record in page.GetProperty("records").EnumerateArray())
            {
                found[record.GetProperty("Sync_Key__c").GetString()!] = record.GetProperty("LastName").GetString()!;
            }
            if (page.GetProperty("done").GetBoolean())
            {
                break;
            }
        }
        Assert.All(acknowledged, row => Assert.True(found.TryGetValue(row.Key, out var last) && int.Parse(last[5..], CultureInfo.InvariantCulture) >= int.Parse(row.Value[5..], CultureInfo.InvariantCulture), row.Key + " is lost or older than was acknowledged"));
        foreach (var (job, rows) in processed)
        {
            string state;
            while ((state = (await second.SendAsync(HttpMethod.Get, "/jobs/ingest/" + job)).GetProperty("state").GetString()!) is "InProgress" or "UploadComplete")
            {
                await Task.Delay(50);
            }
            var count = (await QueryAsync(second, $"/query?q=SELECT+COUNT()+FROM+Contact+WHERE+Title='{job}'")).GetProperty("totalSize").GetInt32();
            Assert.Equal(("JobComplete", JobRows), (state, count));
            Assert.InRange(count, rows, JobRows);
        }
        second.Kill();
        Directory.Delete(folder, recursive: true);
    }

    private static Task<JsonElement> QueryAsync(ServedSandbox sandbox, string path) => sandbox.SendAsync(HttpMethod.Get, path);

    /// <summary>Runs one job and notes how many rows the org has owned up to.</summary>
    private static async Task BulkAsync(ServedSandbox sandbox, int number, ConcurrentDictionary<string, int> processed, CancellationToken stop)
    {
        try
        {
            var id = (await sandbox.SendAsync(HttpMethod.Post, "/jobs/ingest", """{"object":"Contact","operation":"insert"}""")).GetProperty("id").GetString()!;
            await sandbox.UploadAsync(id, "Sync_Key__c,LastName,Title\n" + string.Concat(Enumerable.Range(0, JobRows).Select(i => $"bulk:{number}:{i},Name {i},{id}\n")));
            await sandbox.SendAsync(HttpMethod.Patch, "/jobs/ingest/" + id, """{"state":"UploadComplete"}""");
            processed[id] = 0;
            while (!stop.IsCancellationRequested)
            {
                processed[id] = (await sandbox.SendAsync(HttpMethod.Get, "/jobs/ingest/" + id)).GetProperty("numberRecordsProcessed").GetInt32();
                await Task.Delay(5, CancellationToken.None);
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone, as it is meant to be.
        }
    }

    /// <summary>Upserts ten records over and over, each time under a later name, and notes each that was acknowledged.</summary>
    private static async Task RestAsync(ServedSandbox sandbox, int number, ConcurrentDictionary<string, string> acknowledged, CancellationToken stop)
    {
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var (key, name) = ($"rest:{number}:{i % 100}", $"Name {i}");
                await sandbox.SendAsync(HttpMethod.Patch, $"/sobjects/Contact/Sync_Key__c/{Uri.EscapeDataString(key)}", $$"""{"LastName":"{{name}}"}""");
                acknowledged[key] = name;
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone, as it is meant to be.
        }
    }
}
