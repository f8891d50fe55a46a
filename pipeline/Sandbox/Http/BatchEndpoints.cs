using System.Text.Json;

namespace ContactSync.Sandbox.Http;

/// <summary>Up to 25 requests that know nothing of each other; each counts as a request of the day.</summary>
internal static class BatchEndpoints
{
    private const int MaxRequests = 25;
    private const int Halted = 412;

    public static async Task HandleAsync(Exchange exchange)
    {
        using var body = await exchange.ReadJsonAsync();
        var requests = Read(body.RootElement);
        exchange.Box.Limits.Count(requests.Count - 1);
        var halt = JsonBodies.IsTrue(body.RootElement, "haltOnError");
        var replies = new List<SubReply>();
        foreach (var request in requests)
        {
            replies.Add(halt && replies.Exists(r => r.Failed)
                ? SubReply.Refused(Halted, "BATCH_PROCESSING_HALTED", "Batch processing halted per request")
                : await request.RunAsync(exchange, joined: null));
        }
        await exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("hasErrors", replies.Exists(r => r.Failed));
            json.WriteStartArray("results");
            foreach (var reply in replies)
            {
                json.WriteStartObject();
                json.WriteNumber("statusCode", reply.Status);
                json.WritePropertyName("result");
                reply.WriteBody(json);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static List<SubRequest> Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("batchRequests", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", "The request needs batchRequests, an array, at [line:1, column:1]");
        }
        return list.GetArrayLength() is > 0 and <= MaxRequests
            ? [.. list.EnumerateArray().Select(One)]
            : throw new SalesforceFault(400, "LIMIT_EXCEEDED", $"A batch takes 1 to {MaxRequests} requests.");
    }

    /// <summary>The URL is what follows <c>/services/data/</c>, beginning with the version.</summary>
    private static SubRequest One(JsonElement item)
    {
        var (method, url) = (JobRequest.Text(item, "method"), JobRequest.Text(item, "url"));
        if (method is null || url is null)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", "A request of a batch needs method and url, texts, at [line:1, column:1]");
        }
        var path = url.TrimStart('/');
        return new SubRequest(
            method,
            path.StartsWith("services/data/", StringComparison.OrdinalIgnoreCase) ? "/" + path : "/services/data/" + path,
            item.TryGetProperty("richInput", out var input) && input.ValueKind != JsonValueKind.Null ? System.Text.Encoding.UTF8.GetBytes(input.GetRawText()) : [],
            []);
    }
}
