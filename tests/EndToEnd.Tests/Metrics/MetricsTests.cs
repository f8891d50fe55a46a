using System.Globalization;
using System.Text.RegularExpressions;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Metrics;

/// <summary>Measurements as those who watch a run get them: read from the file as Prometheus reads it, and received as an OTLP receiver does.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public async Task The_file_for_prometheus_says_what_the_books_say()
    {
        await using var world = await WorldAsync();

        await world.RunAsync("--set", "metrics.prometheus=metrics/contact-sync.prom");

        var series = Read(await File.ReadAllTextAsync(Path.Combine(world.Folder, "metrics", "contact-sync.prom")));
        const string Of = "profile=\"engaging-networks\",store=\"local\"";
        Assert.Equal(2, series[$"contact_sync_records{{{Of},side=\"local\",outcome=\"planned\"}}"]);
        Assert.Equal(1, series[$"contact_sync_records{{{Of},side=\"local\",outcome=\"rejected\"}}"] + series[$"contact_sync_records{{{Of},side=\"local\",outcome=\"skipped\"}}"]);
        Assert.Equal(2, series[$"contact_sync_writes{{{Of},side=\"org\",outcome=\"succeeded\"}}"]);
        Assert.Equal(3, series[$"contact_sync_node_rows_total{{{Of},graph=\"stage\",node=\"normalise\"}}"]);
        Assert.Equal(1, series[$"contact_sync_jobs_total{{{Of},leg=\"load\"}}"]);
        Assert.InRange(series[$"contact_sync_transferred_bytes_total{{{Of},direction=\"sent\"}}"], 1, 1e6);
        Assert.InRange(series[$"contact_sync_node_utilization_ratio{{{Of},graph=\"load\",node=\"load-org\"}}"], 0, 1);
        var ended = series[$"contact_sync_run_end_timestamp_seconds{{{Of}}}"];
        Assert.InRange(ended, series[$"contact_sync_run_start_timestamp_seconds{{{Of}}}"], TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1);
        Assert.Equal(ended, series[$"contact_sync_run_commit_timestamp_seconds{{{Of}}}"]);
        Assert.Equal([Path.Combine(world.Folder, "metrics", "contact-sync.prom")], Directory.GetFiles(Path.Combine(world.Folder, "metrics")));
    }

    [Fact]
    public async Task A_run_that_fails_says_so_and_keeps_the_time_of_the_last_commit()
    {
        await using var world = await WorldAsync();
        string[] metrics = ["--set", "metrics.prometheus=contact-sync.prom"];
        await world.RunAsync(metrics);
        var file = Path.Combine(world.Folder, "contact-sync.prom");
        var committed = One(Read(await File.ReadAllTextAsync(file)), "contact_sync_run_commit_timestamp_seconds");

        var refused = await world.CallAsync(["run", .. metrics, "--set", "org.auth.clientId=nobody"]);

        Assert.True(refused.ExitCode == 5, refused.ToString());
        var series = Read(await File.ReadAllTextAsync(file));
        Assert.Equal(5, One(series, "contact_sync_run_exit_code"));
        Assert.InRange(One(series, "contact_sync_run_commit_timestamp_seconds"), committed - 5, committed);
        Assert.DoesNotContain(series.Keys, k => k.StartsWith("contact_sync_records", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_gets_the_same_by_otlp()
    {
        await using var world = await WorldAsync();
        await using var receiver = OtlpReceiver.Start();

        await world.RunAsync("--set", $"metrics.otlp={receiver.Address}", "--set", "metrics.prometheus=contact-sync.prom");

        var points = receiver.Last();
        Assert.Equal("contact-sync", receiver.Resource["service.name"]);
        Assert.Equal("By", points.First(p => p.Metric == "contact_sync.transferred").Unit);
        Assert.True(points.First(p => p.Metric == "contact_sync.node.rows").IsMonotonicSum);
        Assert.False(points.First(p => p.Metric == "contact_sync.node.queue").IsMonotonicSum);
        Assert.Equal(2, points.Single(p => p.Metric == "contact_sync.writes" && p.Is("side", "org") && p.Is("outcome", "succeeded")).Value);
        var file = Read(await File.ReadAllTextAsync(Path.Combine(world.Folder, "contact-sync.prom")));
        Assert.Equal(file.Count, points.Count);
        Assert.Equal(
            file.Where(s => s.Key.StartsWith("contact_sync_records{", StringComparison.Ordinal)).Sum(s => s.Value), points.Where(p => p.Metric == "contact_sync.records").Sum(p => p.Value));
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_said_and_harms_no_run()
    {
        await using var world = await WorldAsync();
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "taken"), "");

        var run = await world.RunAsync("--set", "metrics.prometheus=taken/contact-sync.prom", "--set", "metrics.otlp=http://127.0.0.1:9");

        Assert.Contains("metrics.prometheus: the file cannot be written", run.Err, StringComparison.Ordinal);
        Assert.Contains("metrics.otlp: the measurements could not be delivered to http://127.0.0.1:9/", run.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics.prometheus=contact-sync.txt", "metrics.prometheus  must end in .prom")]
    [InlineData("metrics.otlp=http://collector.example.org", "metrics.otlp  \"http://collector.example.org\" is not allowed")]
    [InlineData("metrics.interval=10ms", "metrics.interval  \"10ms\" is not allowed; allowed: a time such as \"30s\" (ms, s, m, h, d), 1s to 1h")]
    public async Task Places_that_cannot_be_meant_are_refused(string setting, string why)
    {
        await using var world = await World.StartAsync();

        var refused = await world.CallAsync("run", "--set", setting);

        Assert.True(refused.ExitCode == 5, refused.ToString());
        Assert.Contains(why, refused.Err, StringComparison.Ordinal);
    }

    private static async Task<World> WorldAsync()
    {
        var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n2,Bob,Ray,bob@example.org\n3,Cy,,cy@example.org\n");
        return world;
    }

    private static double One(Dictionary<string, double> series, string name) => series.Single(s => s.Key.StartsWith(name + "{", StringComparison.Ordinal)).Value;

    /// <summary>Reads the text as the exposition format says: help and type once before a metric's lines, each series once, a known type.</summary>
    private static Dictionary<string, double> Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var series = new Dictionary<string, double>();
        string? metric = null, type = null;
        foreach (var line in text.Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                metric = line.Split(' ')[2];
                Assert.DoesNotContain(series.Keys, k => k.StartsWith(metric + "{", StringComparison.Ordinal));
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(metric, line.Split(' ')[2]);
                type = line.Split(' ')[3];
                Assert.Contains(type, (string[])["counter", "gauge"]);
                Assert.Equal(type == "counter", metric!.EndsWith("_total", StringComparison.Ordinal));
            }
            else
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.Equal(metric, sample.Groups[1].Value);
                series.Add(sample.Groups[1].Value + sample.Groups[2].Value, double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture));
            }
        }

        return series;
    }

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-z_]+="(?:[^"\\]|\\.)*"(?:,[a-z_]+="(?:[^"\\]|\\.)*")*\}) ([-+0-9.E]+)$""")]
    private static partial Regex Sample();
}
