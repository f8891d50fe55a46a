using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ContactSync.Bench.Throughput;

/// <summary>
/// An org that accepts everything and does nothing: just enough of login, describe, query and Bulk 2.0 for the product, a plain client and Salesforce's own
/// command line. It costs next to nothing, so that what is measured is the client.
/// </summary>
internal sealed class StubOrg : IAsyncDisposable
{
    public const string UserId = "005000000000001AAA";
    public const string OrgId = "00D000000000001EAA";

    private static readonly JsonSerializerOptions AsWritten = new();

    private readonly WebApplication _web;
    private readonly ConcurrentDictionary<string, StubJob> _jobs = new(StringComparer.Ordinal);
    private int _made;

    private StubOrg()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "stub" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http1);
        });
        _web = builder.Build();
        _web.Run(AnswerAsync);
    }

    public Uri Address => new(_web.Urls.First() + "/");

    /// <summary>The jobs in the order they were made.</summary>
    public IReadOnlyList<StubJob> Jobs => [.. _jobs.Values.OrderBy(j => j.Id, StringComparer.Ordinal)];

    public static async Task<StubOrg> StartAsync()
    {
        var stub = new StubOrg();
        await stub._web.StartAsync();
        return stub;
    }

    /// <summary>Forgets all jobs and what they hold.</summary>
    public void Forget() => _jobs.Clear();

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            ["services", "oauth2", "token"] => JsonAsync(http, new { access_token = "stub", instance_url = Address.GetLeftPart(UriPartial.Authority), token_type = "Bearer", issued_at = "1767225600000", id = $"{Address}id/{OrgId}/{UserId}" }),
            ["services", "oauth2", "userinfo"] => JsonAsync(http, new { user_id = UserId, organization_id = OrgId, preferred_username = "stub@example.org", sub = $"{Address}id/{OrgId}/{UserId}" }),
            ["services", "data"] => JsonAsync(http, new[] { new { label = "Spring '26", url = "/services/data/v66.0", version = "66.0" } }),
            ["services", "data", _, "jobs", "ingest", .. var job] => JobAsync(http, job),
            ["services", "data", _, "sobjects", "User", _] => JsonAsync(http, new { Id = UserId, Username = "stub@example.org" }),
            ["services", "data", _, "sobjects", "Contact", "describe"] => JsonAsync(http, StubContact.Describe),
            ["services", "data", _, "query" or "queryAll"] => JsonAsync(http, Found(http.Request.Query["q"].ToString())),
            _ => FailAsync(http, StatusCodes.Status404NotFound, "NOT_FOUND"),
        };
    }

    private static object Found(string soql) => soql.Contains("FROM Organization", StringComparison.OrdinalIgnoreCase)
        ? new { totalSize = 1, done = true, records = new[] { new { Id = OrgId, Name = "Stub", InstanceName = "STUB1", IsSandbox = false, TrialExpirationDate = (string?)null, NamespacePrefix = (string?)null, OrganizationType = "Developer Edition" } } }
        : new { totalSize = 0, done = true, records = Array.Empty<object>() };

    private async Task JobAsync(HttpContext http, string[] path)
    {
        if (path is [])
        {
            await (http.Request.Method == "POST" ? MakeAsync(http) : JsonAsync(http, new { done = true, records = Jobs.Select(j => j.Info), nextRecordsUrl = (string?)null }));
            return;
        }

        if (!_jobs.TryGetValue(path[0], out var job))
        {
            await FailAsync(http, StatusCodes.Status404NotFound, "NOT_FOUND");
            return;
        }

        await ((http.Request.Method, path.ElementAtOrDefault(1)?.ToUpperInvariant()) switch
        {
            ("PUT", "BATCHES") => UploadAsync(http, job),
            ("PATCH", null) => SetStateAsync(http, job),
            ("GET", null) => JsonAsync(http, job.Info),
            ("GET", "SUCCESSFULRESULTS") => CsvAsync(http, job.SucceedAsync),
            ("GET", "FAILEDRESULTS") => CsvAsync(http, (to, ct) => to.WriteAsync(job.Header("\"sf__Id\",\"sf__Error\","), ct).AsTask()),
            ("GET", "UNPROCESSEDRECORDS") => CsvAsync(http, (to, ct) => to.WriteAsync(job.Header(""), ct).AsTask()),
            _ => FailAsync(http, StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED"),
        });
    }

    private async Task MakeAsync(HttpContext http)
    {
        var asked = (await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted)).RootElement;
        var number = Interlocked.Increment(ref _made);
        var job = new StubJob($"750{number:D12}AAA", number, asked.GetProperty("operation").GetString()!, asked.TryGetProperty("externalIdFieldName", out var key) ? key.GetString() : null);
        _jobs[job.Id] = job;
        await JsonAsync(http, job.Info);
    }

    private static async Task UploadAsync(HttpContext http, StubJob job)
    {
        await job.UploadAsync(http.Request.Body, http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status201Created;
    }

    private static async Task SetStateAsync(HttpContext http, StubJob job)
    {
        var asked = (await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted)).RootElement;
        job.State = asked.GetProperty("state").GetString() == "UploadComplete" ? "UploadComplete" : "Aborted";
        await JsonAsync(http, job.Info);
        job.State = job.State == "UploadComplete" ? "JobComplete" : job.State;
    }

    private static async Task CsvAsync(HttpContext http, Func<Stream, CancellationToken, Task> write)
    {
        http.Response.ContentType = "text/csv";
        await write(http.Response.Body, http.RequestAborted);
    }

    private static Task JsonAsync(HttpContext http, object value) => http.Response.WriteAsJsonAsync(value, AsWritten, http.RequestAborted);

    private static Task FailAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        return JsonAsync(http, new[] { new { errorCode = code, message = http.Request.Path.Value } });
    }
}
