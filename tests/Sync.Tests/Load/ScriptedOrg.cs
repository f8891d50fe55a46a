using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace ContactSync.Sync.Tests.Load;

/// <summary>
/// The few answers of an org that a load asks for, in memory and under a script of faults. It keeps the protocol's rules (one upload a job, results
/// only at the end) and makes trouble by default: shuffled results, reformatted numbers, two looks in progress.
/// </summary>
internal sealed partial class ScriptedOrg : HttpMessageHandler
{
    public const string Us = "005000000000001AAA";
    public const string Someone = "005000000000002AAA";

    private static readonly Dictionary<string, string> Types = new()
    {
        ["LastName"] = "string",
        ["Email"] = "email",
        ["Points__c"] = "double",
        ["Met__c"] = "datetime",
        ["Born__c"] = "date",
        ["Keen__c"] = "boolean",
    };

    private readonly Lock _gate = new();
    private int _clock;

    /// <summary>The records by Id.</summary>
    public Dictionary<string, Dictionary<string, string>> Contacts { get; } = new(StringComparer.Ordinal);

    /// <summary>The jobs in the order they were made.</summary>
    public List<ScriptedJob> Jobs { get; } = [];

    /// <summary>Method and path of every request that reached the org.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Decides the fault of a request from its number, counted from 1, and the request itself.</summary>
    public Func<int, HttpRequestMessage, OrgFault> Faults { get; set; } = (_, _) => OrgFault.None;

    /// <summary>The row error of a row, or null.</summary>
    public Func<Dictionary<string, string>, string?> RowErrors { get; set; } = _ => null;

    /// <summary>After how many rows a job of this number (from 1) fails; null for never.</summary>
    public Func<int, int?> FailsAfter { get; set; } = _ => null;

    /// <summary>Whether all ended jobs have been purged.</summary>
    public bool Purged { get; set; }

    public int Calls { get; set; }

    public string Add(string user, params (string Field, string Value)[] values)
    {
        var id = NewId(Contacts.Count + 1);
        var record = values.ToDictionary(v => v.Field, v => v.Value, StringComparer.OrdinalIgnoreCase);
        (record["Id"], record["CreatedById"], record["CreatedDate"]) = (id, user, Now());
        Contacts[id] = record;
        Touch(record, user);
        return id;
    }

    public void Touch(Dictionary<string, string> record, string user)
    {
        record["LastModifiedById"] = user;
        record["SystemModstamp"] = Now();
    }

    public string Now() => TimeProvider.System.GetUtcNow().AddMinutes(-1).AddMilliseconds(_clock++).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var fault = Faults(++Calls, request);
        if (fault == OrgFault.DiesBefore)
        {
            throw new ProcessDiedException($"{request.Method} {request.RequestUri}");
        }

        // A lost request may still have carried a part of its body; the writer is exercised either way.
        using var content = new MemoryStream();
        await (request.Content?.CopyToAsync(content, cancellationToken) ?? Task.CompletedTask);
        if (fault == OrgFault.LostBefore)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset before");
        }

        HttpResponseMessage reply;
        lock (_gate)
        {
            reply = Answer(request.Method.Method, request.RequestUri!, content.ToArray());
        }

        return fault switch
        {
            OrgFault.LostAfter => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset after"),
            OrgFault.DiesAfter => throw new ProcessDiedException($"reply to {request.Method} {request.RequestUri}"),
            OrgFault.Cut => Cut(reply, await reply.Content.ReadAsByteArrayAsync(cancellationToken)),
            _ => reply,
        };
    }

    private HttpResponseMessage Answer(string method, Uri uri, byte[] body)
    {
        var path = uri.AbsolutePath[(uri.AbsolutePath.IndexOf("66.0", StringComparison.Ordinal) + 4)..];
        Requests.Add($"{method} {path}");
        if (path is "/query" or "/queryAll")
        {
            return Json(HttpStatusCode.OK, Query(HttpUtility.ParseQueryString(uri.Query)["q"]!));
        }

        if (path == "/sobjects/Contact/describe")
        {
            return Json(HttpStatusCode.OK, new { name = "Contact", fields = Types.Select(type => new { name = type.Key, type = type.Value }) });
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 2)
        {
            return method == "POST" ? Json(HttpStatusCode.OK, Make(body).Info()) : Json(HttpStatusCode.OK, new { done = true, records = Jobs.Select(j => j.Info()), nextRecordsUrl = (string?)null });
        }

        var job = Jobs.Find(j => j.Id == parts[2]);
        if (job is null || (Purged && job.HasEnded))
        {
            return Refusal(HttpStatusCode.NotFound, "NOT_FOUND");
        }

        return (method, parts.ElementAtOrDefault(3)) switch
        {
            ("GET", null) => Look(job),
            ("PATCH", null) => SetState(job, JsonDocument.Parse(body).RootElement.GetProperty("state").GetString()!),
            ("PUT", "batches") => job.Upload(body) ? new HttpResponseMessage(HttpStatusCode.Created) : Refusal(HttpStatusCode.BadRequest, "INVALIDJOBSTATE"),
            ("GET", { } file) when job.HasEnded => Csv(job.Results(file)),
            _ => Refusal(HttpStatusCode.BadRequest, "INVALIDJOBSTATE"),
        };
    }

    private ScriptedJob Make(byte[] body)
    {
        var asked = JsonDocument.Parse(body).RootElement;
        var key = asked.TryGetProperty("externalIdFieldName", out var field) ? field.GetString() : null;
        var job = new ScriptedJob(this, $"750{Jobs.Count + 1:D12}AAA", asked.GetProperty("operation").GetString()!, key, Jobs.Count + 1);
        Jobs.Add(job);
        return job;
    }

    private static HttpResponseMessage Look(ScriptedJob job)
    {
        job.Advance();
        return Json(HttpStatusCode.OK, job.Info());
    }

    private static HttpResponseMessage SetState(ScriptedJob job, string state) =>
        job.SetState(state) ? Json(HttpStatusCode.OK, job.Info()) : Refusal(HttpStatusCode.BadRequest, "INVALIDJOBSTATE");

    private object Query(string soql)
    {
        IEnumerable<Dictionary<string, string>> found = Contacts.Values;
        if (InList().Match(soql) is { Success: true } list)
        {
            var values = Quoted().Matches(list.Groups[2].Value).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
            found = found.Where(record => record.TryGetValue(list.Groups[1].Value, out var value) && values.Contains(value));
        }
        else
        {
            var since = DateTimeOffset.Parse(Since().Match(soql).Groups[1].Value, CultureInfo.InvariantCulture);
            found = found.Where(r => DateTimeOffset.Parse(r["SystemModstamp"], CultureInfo.InvariantCulture) >= since && r["LastModifiedById"] != Us);
        }

        var records = soql.Contains("COUNT()", StringComparison.Ordinal) ? [] : found.ToList();
        return new { totalSize = found.Count(), done = true, records };
    }

    private static string NewId(int number) => Salesforce.SalesforceId.Parse($"003{number:D12}").ToString();

    private static HttpResponseMessage Json(HttpStatusCode status, object value) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(value), Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Refusal(HttpStatusCode status, string code) => Json(status, new[] { new { errorCode = code, message = code } });

    private static HttpResponseMessage Csv(string csv) => new(HttpStatusCode.OK) { Content = new StringContent(csv, Encoding.UTF8, "text/csv") };

    private static HttpResponseMessage Cut(HttpResponseMessage reply, byte[] body)
    {
        var type = reply.Content.Headers.ContentType;
        reply.Content = new ByteArrayContent(body[..(body.Length / 2)]);
        reply.Content.Headers.ContentType = type;
        return reply;
    }

    [GeneratedRegex(@"WHERE (\w+) IN \((.*)\)")]
    private static partial Regex InList();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("SystemModstamp >= ([0-9T:.Z-]+)")]
    private static partial Regex Since();
}
