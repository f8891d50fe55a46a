using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContactSync.Salesforce.Tests.Org;

/// <summary>A call of the client that an exchange of a transcript is about, and what it gives in words that the reply can be put in, too.</summary>
/// <param name="Path">The path below the version, or the whole path, in which braces stand for a name or an id.</param>
public sealed record SpokenCall(string Method, string Path, Func<SalesforceClient, string[], JsonObject, Task<string>> Run, Func<JsonObject, string> Expected)
{
    private const string Data = "/services/data/v66.0/";
    private const string AnyJob = "7506g00000DhRA2AAN";

    private static readonly Soql Query = Soql.Select("Id").From("Contact");

    /// <summary>Every call the client has that an org answers by itself.</summary>
    public static IReadOnlyList<SpokenCall> All { get; } =
    [
        new("GET", "/services/oauth2/userinfo", async (c, _, _) => (await c.GetIdentityAsync()).UserId.ToString(), r => Id(r["json"]!["user_id"])),
        new("GET", "/services/data", async (c, _, _) => (await c.GetServerTimeAsync() > DateTimeOffset.MinValue).ToString(), _ => "True"),
        new("GET", "limits", async (c, _, _) => Sorted((await c.GetLimitsAsync()).Names), r => Sorted(r["json"]!.AsObject().Select(p => p.Key))),
        new("GET", "sobjects/{object}/describe", async (c, p, _) => Sorted((await c.DescribeAsync(p[1])).Fields.Select(f => f.Name)), r => Sorted(r["json"]!["fields"]!.AsArray().Select(f => (string)f!["name"]!))),
        new("GET", "query", (c, _, r) => FoundAsync(c, r, all: false), Found),
        new("GET", "queryAll", (c, _, r) => FoundAsync(c, r, all: true), Found),
        new("POST", "composite", async (c, _, r) => Probed(await c.Probe.CreateAsync("Contact", First(r)["body"]!.AsObject().ToDictionary(f => f.Key, f => (string)f.Value!))), Probed),
        new("POST", "composite/sobjects", async (c, _, r) => Saved(await c.Collections.CreateAsync("Contact", Records(r))), Saved),
        new("PATCH", "composite/sobjects", async (c, _, r) => Saved(await c.Collections.UpdateAsync("Contact", Records(r))), Saved),
        new("PATCH", "composite/sobjects/{object}/{key}", async (c, p, r) => Saved(await c.Collections.UpsertAsync(p[2], p[3], Records(r))), Saved),
        new("POST", "composite/sobjects/{object}", async (c, p, r) => Words((await c.Collections.RetrieveAsync(p[2], [.. Strings(r, "ids").Select(SalesforceId.Parse)], Strings(r, "fields"))).Select(f => f?.GetProperty("Id").GetString())),
            r => Words(r["json"]!.AsArray().Select(i => (string?)i?["Id"]))),
        new("POST", "jobs/ingest", async (c, _, r) => Job(await c.Ingest.CreateAsync(Request(r))), Job),
        new("GET", "jobs/ingest", async (c, _, _) => Words((await c.Ingest.ListAsync().ToListAsync()).Select(j => j.Id)), r => Words(r["json"]!["records"]!.AsArray().Select(j => Id(j!["id"])))),
        new("GET", "jobs/ingest/{job}", async (c, p, _) => Job(await c.Ingest.GetAsync(JobOf(p))), Job),
        new("PATCH", "jobs/ingest/{job}", async (c, p, r) => Job((string?)r["json"]!["state"] == "Aborted" ? await c.Ingest.AbortAsync(JobOf(p)) : await c.Ingest.CloseAsync(JobOf(p))), Job),
        new("DELETE", "jobs/ingest/{job}", (c, p, _) => DoneAsync(c.Ingest.DeleteAsync(JobOf(p))), _ => "done"),
        new("PUT", "jobs/ingest/{job}/batches", (c, p, _) => DoneAsync(c.Ingest.UploadAsync(JobOf(p), (to, stop) => to.WriteAsync("Id\n"u8.ToArray(), stop).AsTask())), _ => "done"),
        new("GET", "jobs/ingest/{job}/successfulResults", async (c, p, _) => await RowsAsync(await c.Ingest.OpenResultsAsync(JobOf(p), IngestResult.Successful)), Rows),
        new("GET", "jobs/ingest/{job}/failedResults", async (c, p, _) => await RowsAsync(await c.Ingest.OpenResultsAsync(JobOf(p), IngestResult.Failed)), Rows),
        new("GET", "jobs/ingest/{job}/unprocessedrecords", async (c, p, _) => await RowsAsync(await c.Ingest.OpenResultsAsync(JobOf(p), IngestResult.Unprocessed)), Rows),
        new("POST", "jobs/query", async (c, _, r) => Job(await c.BulkQuery.CreateAsync(Query, (string?)r["json"]!["operation"] == "queryAll")), Job),
        new("GET", "jobs/query/{job}", async (c, p, _) => Job(await c.BulkQuery.GetAsync(JobOf(p))), Job),
        new("PATCH", "jobs/query/{job}", async (c, p, _) => Job(await c.BulkQuery.AbortAsync(JobOf(p))), Job),
        new("DELETE", "jobs/query/{job}", (c, p, _) => DoneAsync(c.BulkQuery.DeleteAsync(JobOf(p))), _ => "done"),
        new("GET", "jobs/query/{job}/results", async (c, p, _) => await RowsAsync(await c.BulkQuery.OpenResultsAsync(JobOf(p))), Rows),
    ];

    /// <summary>The call a request is, and the segments of its path; null for a request the client never makes.</summary>
    public static (SpokenCall Call, string[] Segments)? Of(JsonObject request)
    {
        var path = ((string)request["path"]!).Split('?')[0].TrimEnd('/');
        var isMultipart = ((string?)request["headers"]?["Content-Type"])?.StartsWith("multipart", StringComparison.Ordinal) == true;
        var isOther = path.EndsWith("/composite", StringComparison.Ordinal) && (string?)First(request)["referenceId"] != "probe";
        var call = isOther || isMultipart || ((string)request["path"]!).Contains("columns=true", StringComparison.Ordinal) || (string?)request["json"]?["operation"] == "hardDelete" ? null : All.FirstOrDefault(c => c.Method == (string)request["method"]! && c.Matches(path));
        return call is null ? null : (call, path[(path.StartsWith(Data, StringComparison.Ordinal) ? Data.Length : 0)..].Split('/'));
    }

    /// <summary>Whether a path, as the client sent it, is of this call.</summary>
    public bool Matches(string path) => Regex.IsMatch(path, "^" + Regex.Replace(Path.StartsWith('/') ? Path : Data + Path, @"\{\w+\}", "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static JsonNode First(JsonObject request) => request["json"]!["compositeRequest"]![0]!;

    private static string Probed(ProbeResult result) => result.WouldSave ? "would be saved" : "refused with " + result.Error!.Code;

    private static string Probed(JsonObject reply)
    {
        var code = (string)reply["json"]!["compositeResponse"]![0]!["body"]![0]!["errorCode"]!;
        return code == "PROCESSING_HALTED" ? "would be saved" : "refused with " + code;
    }

    private static async Task<string> DoneAsync(Task work)
    {
        await work;
        return "done";
    }

    private static async Task<string> FoundAsync(SalesforceClient client, JsonObject request, bool all)
    {
        if (((string)request["path"]!).Contains("COUNT()", StringComparison.Ordinal) || ((string)request["path"]!).Contains("COUNT%28%29", StringComparison.Ordinal))
        {
            return $"{await client.CountAsync(Soql.Count().From("Contact"), all)} records";
        }

        return $"{await client.QueryAsync(Query, all).CountAsync()} records";
    }

    private static string Found(JsonObject reply) => $"{reply["json"]!["totalSize"]} records";

    private static string Saved(IEnumerable<SaveResult> results) => Words(results.Select(r => $"{r.Id} {r.IsSuccess} {r.IsCreated} {string.Join(',', r.Errors.Select(e => e.Code))}"));

    private static string Saved(JsonObject reply) => Words(reply["json"]!.AsArray().Select(i =>
        $"{i!["id"]} {(bool)i["success"]!} {(bool?)i["created"]} {string.Join(',', i["errors"]!.AsArray().Select(e => (string?)e!["statusCode"]))}"));

    private static string Job(JobInfo job) => $"{job.Id} {job.Operation} {job.State} {job.RecordsProcessed} {job.RecordsFailed}";

    private static string Job(JsonObject reply)
    {
        var job = reply["json"]!;
        return $"{Id(job["id"])} {(string?)job["operation"]} {job["state"]} {(long?)job["numberRecordsProcessed"] ?? 0} {(long?)job["numberRecordsFailed"] ?? 0}";
    }

    private static async Task<string> RowsAsync(CsvRows rows) => $"{(await IngestJobsTests.RowsAsync(rows)).Count} rows";

    private static string Rows(JsonObject reply) => $"{((string)reply["text"]!).TrimEnd('\n').Count(c => c == '\n')} rows";

    private static string JobOf(string[] segments) => SalesforceId.TryParse(segments[2], out var id) ? id.ToString() : AnyJob;

    private static string Id(JsonNode? id) => SalesforceId.Parse((string)id!).ToString();

    private static RecordFields[] Records(JsonObject request) =>
        [.. (request["json"]?["records"] is JsonArray { Count: > 0 } given ? given : [null]).Select((_, i) => new RecordFields(new Dictionary<string, object?> { ["LastName"] = "Name " + i }))];

    private static string[] Strings(JsonObject request, string name) => [.. request["json"]![name]!.AsArray().Select(s => (string)s!)];

    private static IngestJobRequest Request(JsonObject request)
    {
        var operation = Enum.TryParse<IngestOperation>((string?)request["json"]!["operation"], ignoreCase: true, out var known) ? known : IngestOperation.Insert;
        return new IngestJobRequest("Contact", operation, operation == IngestOperation.Upsert ? "Sync_Key__c" : null);
    }

    private static string Sorted(IEnumerable<string> names) => Words(names.Order(StringComparer.Ordinal));

    private static string Words(IEnumerable<string?> words) => string.Join("; ", words);
}
