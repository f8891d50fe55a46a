using System.Text.Json;
using ContactSync.Sandbox.Control;
using ContactSync.Sandbox.Store;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Http;

/// <summary>A request inside another: what it asks for, and how it is answered by the same endpoints.</summary>
internal sealed record SubRequest(string Method, string Url, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    private const int LongestUrl = 16 * 1024;

    /// <summary>Runs the request as the caller of <paramref name="outer"/>. With a transaction it ends before this returns.</summary>
    public async Task<SubReply> RunAsync(Exchange outer, Transaction? joined)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream(Body, writable: false);
        using var reply = new MemoryStream();
        var question = Url.IndexOf('?', StringComparison.Ordinal);
        http.Request.Method = Method.ToUpperInvariant();
        http.Request.QueryString = question < 0 ? default : new QueryString(Url[question..]);
        http.Request.Body = body;
        http.Response.Body = reply;
        http.RequestAborted = outer.Cancelled;
        foreach (var (name, value) in Headers)
        {
            http.Request.Headers[name] = value;
        }
        http.Request.ContentType = Body.Length > 0 ? "application/json" : null;
        var path = Pipeline.Segments(question < 0 ? Url : Url[..question]);
        var log = new LogLine { Seq = outer.Log.Seq };
        var exchange = new Exchange(http, outer.Box, log, null)
        {
            Path = path,
            Route = Array.ConvertAll(path, s => s.ToLowerInvariant()),
            Caller = outer.Caller,
            Joined = joined,
        };
        await Pipeline.AnswerAsync(exchange, DispatchAsync);
        outer.Log.Fault ??= log.Fault;
        return new SubReply(http.Response.StatusCode, reply.Length == 0 ? null : JsonElement.Parse(reply.ToArray()), Shown(http.Response.Headers));
    }

    private Task DispatchAsync(Exchange exchange)
    {
        if (Url.Length > LongestUrl)
        {
            throw new SalesforceFault(414, "URI_TOO_LONG", "The URL of a subrequest is too long.");
        }
        if (exchange.Route is not ["services", "data", var version, ..])
        {
            throw SalesforceFault.NotFound();
        }
        exchange.Version = RestRoutes.Version(version);
        exchange.Caller = exchange.Caller with { Duplicates = DuplicateJson.Read(exchange) };
        return RestRoutes.InnerAsync(exchange);
    }

    private static List<KeyValuePair<string, string>> Shown(IHeaderDictionary headers) =>
        [.. headers.Where(h => h.Key is "Location" or "ETag" or "Last-Modified").Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()))];
}

/// <summary>The reply to a request inside another; the body is null where there is none.</summary>
internal sealed record SubReply(int Status, JsonElement? Body, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public bool Failed => Status >= 400;

    public static SubReply Refused(int status, string code, string message) =>
        new(status, JsonSerializer.SerializeToElement(new[] { new { errorCode = code, message } }), []);

    public void WriteBody(Utf8JsonWriter json)
    {
        if (Body is { } body)
        {
            body.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
