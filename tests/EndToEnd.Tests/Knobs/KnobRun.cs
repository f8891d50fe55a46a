using System.Globalization;
using System.Text.Json;
using ContactSync.DuckDb;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Knobs;

/// <summary>What an outsider sees of a run, and of the one after it: how it ended, its sealed tables and manifest, and what the org was asked.</summary>
internal sealed class KnobRun(CliResult result, IReadOnlyList<string> folders, IReadOnlyList<JsonElement> requests)
{
    public CliResult Result => result;

    /// <summary>What the org was asked until the run ended, oldest first.</summary>
    public IReadOnlyList<JsonElement> Requests => requests;

    /// <summary>The manifest of a run: 0 for the first, 1 for the one after it.</summary>
    public JsonElement Manifest(int run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folders[run], "manifest.json"))).RootElement;

    /// <summary>SHA-256 of the plan, as sealed.</summary>
    public string Plan => Manifest(0).GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "plan").GetProperty("sha256").GetString()!;

    /// <summary>A count of a node's row of node_metrics.</summary>
    public long Node(string node, string column) => long.Parse(Cell("node_metrics", $"select \"{column}\" from {{0}} where node = '{node}'"), CultureInfo.InvariantCulture);

    /// <summary>The one cell that a query gives; <c>{0}</c> stands for the table.</summary>
    public string Cell(string table, string select)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [folders[0]], Threads = 1 });
        using var connection = database.Connect();
        return connection.Text($"select cell::varchar from ({string.Format(CultureInfo.InvariantCulture, select, $"read_parquet({DuckSql.Literal(Path.Combine(folders[0], table + ".parquet"))})")}) as t(cell)")!;
    }

    /// <summary>An instant of the manifest's watermarks.</summary>
    public DateTimeOffset? Watermark(int run, string name) =>
        Manifest(run).GetProperty("watermarks").TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTimeOffset() : null;

    /// <summary>The uploads of Bulk jobs: rows and bytes of each.</summary>
    public IReadOnlyList<(long Rows, long Bytes)> Uploads() =>
        [.. Of("PUT").Select(r => (r.GetProperty("rows").GetInt64(), r.GetProperty("bytesIn").GetInt64()))];

    /// <summary>Pages of Bulk query results that the org was asked for.</summary>
    public int Pages() => requests.Count(r => r.Text("method") == "GET" && r.Text("path")!.Contains("/jobs/query/", StringComparison.Ordinal) && r.Text("path")!.EndsWith("/results", StringComparison.Ordinal));

    /// <summary>Milliseconds from a job's close to its first look and from each look to the next, by ingest job.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Looks() =>
        [.. requests.Where(r => r.Text("jobId") is not null && r.Text("path")!.Contains("/jobs/ingest/", StringComparison.Ordinal) && !r.Text("path")!.EndsWith("Results", StringComparison.Ordinal))
            .GroupBy(r => r.Text("jobId")).Select(job =>
            {
                var times = job.Where(r => r.Text("method") is "PATCH" or "GET").Select(r => DateTimeOffset.Parse(r.Text("time")!, CultureInfo.InvariantCulture)).Order().ToList();
                return (IReadOnlyList<double>)[.. times.Zip(times.Skip(1), (a, b) => (b - a).TotalMilliseconds)];
            }).Where(gaps => gaps.Count > 0)];

    /// <summary>The most jobs at the same time, from being made to being seen ended.</summary>
    public int MostOpen()
    {
        var open = new HashSet<string>();
        var most = 0;
        foreach (var request in requests.Where(r => r.Text("jobId") is not null))
        {
            if (request.Text("method") == "POST" && request.Text("path")!.TrimEnd('/').EndsWith("/jobs/ingest", StringComparison.Ordinal))
            {
                open.Add(request.Text("jobId")!);
            }
            else if (request.Text("jobState") is "JobComplete" or "Failed" or "Aborted")
            {
                open.Remove(request.Text("jobId")!);
            }

            most = Math.Max(most, open.Count);
        }

        return most;
    }

    private IEnumerable<JsonElement> Of(string method) => requests.Where(r => r.Text("method") == method && r.Text("path")!.Contains("/jobs/ingest", StringComparison.Ordinal));
}
