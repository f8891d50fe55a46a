using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Knobs;

/// <summary>pipeline.json is read again while a run is going; what the org sees of it stands in its request log.</summary>
public sealed class LiveChangeTests
{
    private static readonly TimeSpan Obeyed = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Jobs_in_flight_follow_the_file_down_and_up_within_five_seconds()
    {
        await using var world = await SlowWorldAsync(300);
        using var run = world.Start("run");
        await JobsMadeAsync(world, 8);

        var lowered = Change(world, 4, 1);
        await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
        var raised = Change(world, 1, 3);
        await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
        await world.Org.PaceAsync(0);
        var ended = await Harness.Cli.EndAsync(run);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        var open = Open(await world.Org.RequestsAsync());
        Assert.Equal(4, open.Where(o => o.At < lowered).Max(o => o.Jobs));
        Assert.Equal(1, open.Where(o => o.At > lowered + Obeyed && o.At < raised).Max(o => o.Jobs));
        Assert.Equal(3, open.Where(o => o.At > raised).Max(o => o.Jobs));
        Assert.Contains(open, o => o.Jobs == 3 && o.At < raised + Obeyed);
        Assert.Contains("load.jobsInFlight 4 -> 1", ended.Err, StringComparison.Ordinal);
        Assert.Contains("load-org works on 3 at a time now", ended.Err, StringComparison.Ordinal);
        Assert.Equal("3", Assert.Single(world.Sealed("node_metrics", "select parallelism::varchar from {table} where node = 'load-org'"))[0]);
    }

    [Fact]
    public async Task A_file_that_is_not_right_is_named_and_changes_nothing()
    {
        await using var world = await SlowWorldAsync(100);
        using var run = world.Start("run");
        await JobsMadeAsync(world, 4);

        var right = await File.ReadAllTextAsync(Path.Combine(world.Folder, "pipeline.json"));
        world.Reconfigure("\"jobsInFlight\":4", "\"jobsInFlight\":99");
        await Task.Delay(Obeyed, TestContext.Current.CancellationToken);
        var spoilt = TimeProvider.System.GetUtcNow();
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "pipeline.json"), right[..^2]);
        await Task.Delay(Obeyed, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "pipeline.json"), right.Replace("\"512MB\"", "\"600MB\"", StringComparison.Ordinal));
        await Task.Delay(Obeyed, TestContext.Current.CancellationToken);
        await world.Org.PaceAsync(0);
        var ended = await Harness.Cli.EndAsync(run);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal(4, Open(await world.Org.RequestsAsync()).Where(o => o.At > spoilt).Max(o => o.Jobs));
        Assert.Contains("load.jobsInFlight  99 is not allowed; allowed: a whole number from 1 to 25", ended.Err, StringComparison.Ordinal);
        Assert.Contains("not JSON", ended.Err, StringComparison.Ordinal);
        Assert.Contains("budget.memory 512MB -> 600MB, from the next run on", ended.Err, StringComparison.Ordinal);
    }

    /// <summary>Creates for some thirty jobs of 700 rows, four at a time.</summary>
    private static async Task<World> SlowWorldAsync(int rowsPerSecond)
    {
        var world = await World.StartAsync();
        var csv = new StringBuilder("supporter_id,first_name,last_name,email,street\n");
        for (var n = 1; n <= 20_000; n++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{n},Kim,Person,kim{n}@example.org,{n} A Road that is long enough to fill some of the hundred kilobytes of a job\n");
        }

        await world.ImportAsync(csv.ToString());
        world.Reconfigure("\"pollFirst\":\"10ms\"", "\"jobsInFlight\":4,\"bytesPerJob\":\"100KB\",\"pollFirst\":\"10ms\"");
        await world.Org.PaceAsync(rowsPerSecond);
        return world;
    }

    private static async Task JobsMadeAsync(World world, int jobs)
    {
        var waiting = Stopwatch.StartNew();
        while (await world.Org.IngestJobsAsync() < jobs)
        {
            Assert.True(waiting.Elapsed < TimeSpan.FromMinutes(2), $"the run has not made {jobs} jobs");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Changes the bound in the file; returns when.</summary>
    private static DateTimeOffset Change(World world, int from, int to)
    {
        world.Reconfigure($"\"jobsInFlight\":{from},", $"\"jobsInFlight\":{to},");
        return TimeProvider.System.GetUtcNow();
    }

    /// <summary>How many jobs were open after each request that made or ended one.</summary>
    private static List<(DateTimeOffset At, int Jobs)> Open(IEnumerable<JsonElement> requests)
    {
        var open = new HashSet<string>();
        var counts = new List<(DateTimeOffset, int)>();
        foreach (var request in requests.Where(r => r.Text("jobId") is not null && r.Text("path")!.Contains("/jobs/ingest", StringComparison.Ordinal)))
        {
            var changed = request.Text("method") == "POST" ? open.Add(request.Text("jobId")!)
                : request.Text("jobState") is "JobComplete" or "Failed" or "Aborted" && open.Remove(request.Text("jobId")!);
            if (changed)
            {
                counts.Add((DateTimeOffset.Parse(request.Text("time")!, CultureInfo.InvariantCulture), open.Count));
            }
        }

        return counts;
    }
}
