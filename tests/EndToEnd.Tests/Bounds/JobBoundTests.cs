using System.Text;
using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Bounds;

/// <summary>What a load may ask of the org at most, read off the org's own request log.</summary>
public sealed class JobBoundTests
{
    [Fact]
    public async Task Ninety_five_thousand_rows_take_ten_jobs_of_ten_thousand_at_most_and_never_more_than_two_at_once()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Supporters(95_000));

        await world.RunAsync("--set", "load.jobsInFlight=2", "--set", "load.rowsPerJob=10000", "--set", "load.bytesPerJob=100MB");

        Assert.Equal(95_000, await world.Org.CountAsync());
        var requests = (await world.Org.RequestsAsync()).Where(r => Text(r, "op") == "upsert").ToList();
        var uploads = requests.Where(r => Text(r, "method") == "PUT").Select(r => r.GetProperty("rows").GetInt64()).Order().ToList();
        Assert.Equal([5_000, .. Enumerable.Repeat(10_000L, 9)], uploads);
        Assert.Equal(10, requests.Count(r => Text(r, "method") == "POST"));
        Assert.Equal(2, MostOpen(requests));
    }

    /// <summary>The most jobs at the same time between being made and being seen ended.</summary>
    private static int MostOpen(IEnumerable<JsonElement> requests)
    {
        var open = new HashSet<string>();
        var most = 0;
        foreach (var request in requests)
        {
            if (Text(request, "method") == "POST")
            {
                open.Add(Text(request, "jobId"));
            }
            else if (Text(request, "method") == "GET" && Text(request, "jobState") is "JobComplete" or "Failed" or "Aborted")
            {
                open.Remove(Text(request, "jobId"));
            }

            most = Math.Max(most, open.Count);
        }

        Assert.Empty(open);
        return most;
    }

    private static string Supporters(int count)
    {
        var csv = new StringBuilder("supporter_id,first_name,last_name,email\n");
        for (var n = 1; n <= count; n++)
        {
            csv.Append(n).Append(",Kim,Person,kim").Append(n).Append("@example.org\n");
        }

        return csv.ToString();
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
