using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>What the org's request log says that an outsider would count.</summary>
internal static partial class Requests
{
    /// <summary>The Bulk ingest jobs made: their operation and object.</summary>
    public static IReadOnlyList<(string? Operation, string? Object)> IngestJobs(IEnumerable<JsonElement> log) =>
        [.. log.Where(r => r.GetProperty("method").GetString() == "POST" && IngestPath().IsMatch(Path(r))).Select(r => (Text(r, "op"), Text(r, "object")))];

    /// <summary>Requests that write records without a Bulk job.</summary>
    public static IReadOnlyList<string> RecordWrites(IEnumerable<JsonElement> log) =>
        [.. log.Select(r => $"{r.GetProperty("method").GetString()} {Path(r)}").Where(r => WritePattern().IsMatch(r))];

    private static string Path(JsonElement request) => request.GetProperty("path").GetString()!;

    private static string? Text(JsonElement request, string name) => request.TryGetProperty(name, out var value) ? value.GetString() : null;

    [GeneratedRegex("/jobs/ingest/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IngestPath();

    // A POST to composite/sobjects/Contact only reads.
    [GeneratedRegex("^(POST|PUT|PATCH|DELETE) .*/(sobjects/|composite/?$|composite/(batch|graph|tree)|composite/sobjects/?$)|^(PUT|PATCH|DELETE) .*/composite/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WritePattern();
}
