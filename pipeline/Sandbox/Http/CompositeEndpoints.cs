using System.Text.Json;

namespace ContactSync.Sandbox.Http;

/// <summary>Composite requests and graphs: several requests in one, each able to refer to the replies before it. Each counts as one request of the day.</summary>
internal static class CompositeEndpoints
{
    private const int MaxRequests = 25;
    private const int MaxQueries = 5;
    private const int MaxGraphs = 75;
    private const int MaxNodes = 500;
    private const int MaxDepth = 15;
    private const int MaxKinds = 15;
    private const int MaxFailedGraphs = 14;

    public static async Task CompositeAsync(Exchange exchange)
    {
        using var body = await exchange.ReadJsonAsync();
        var requests = CompositeRequest.ReadAll(body.RootElement, MaxRequests);
        if (requests.Count(IsLarge) > MaxQueries)
        {
            throw new SalesforceFault(400, "LIMIT_EXCEEDED", $"A composite request takes at most {MaxQueries} subrequests that query or write collections.");
        }
        var run = new CompositeRun(exchange, requests);
        await (JsonBodies.IsTrue(body.RootElement, "allOrNone") ? run.AllOrNoneAsync() : run.EachAsync());
        await exchange.JsonAsync(200, run.Write);
    }

    public static async Task GraphAsync(Exchange exchange)
    {
        using var body = await exchange.ReadJsonAsync();
        if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("graphs", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", "The request needs graphs, an array, at [line:1, column:1]");
        }
        if (list.GetArrayLength() is 0 or > MaxGraphs)
        {
            throw new SalesforceFault(400, "LIMIT_EXCEEDED", $"A composite graph request takes 1 to {MaxGraphs} graphs.");
        }
        var graphs = list.EnumerateArray().Select(g => (Id: JobRequest.Text(g, "graphId") ?? throw new SalesforceFault(400, "JSON_PARSER_ERROR", "A graph needs graphId, a text, at [line:1, column:1]"),
            Requests: CompositeRequest.ReadAll(g, MaxNodes))).ToList();
        if (graphs.DistinctBy(g => g.Id).Count() < graphs.Count)
        {
            throw new SalesforceFault(400, "INVALID_INPUT", "Duplicate graphId provided in the request.");
        }
        if (graphs.Sum(g => g.Requests.Count) > MaxNodes)
        {
            throw new SalesforceFault(400, "LIMIT_EXCEEDED", $"A composite graph request takes at most {MaxNodes} nodes.");
        }
        graphs.ForEach(g => Check(g.Requests));
        var runs = await RunAsync(exchange, graphs.ConvertAll(g => g.Requests));
        await exchange.JsonAsync(200, json => Write(json, graphs.ConvertAll(g => g.Id), runs));
    }

    private static async Task<List<CompositeRun?>> RunAsync(Exchange exchange, List<List<CompositeRequest>> graphs)
    {
        var runs = new List<CompositeRun?>();
        foreach (var graph in graphs)
        {
            if (runs.Count(r => r is { Failed: true }) >= MaxFailedGraphs)
            {
                runs.Add(null);
                continue;
            }
            var run = new CompositeRun(exchange, graph);
            await run.AllOrNoneAsync();
            runs.Add(run);
        }
        return runs;
    }

    private static void Write(Utf8JsonWriter json, List<string> ids, List<CompositeRun?> runs)
    {
        json.WriteStartObject();
        json.WriteStartArray("graphs");
        for (var i = 0; i < ids.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("graphId", ids[i]);
            json.WritePropertyName("graphResponse");
            if (runs[i] is { } run)
            {
                run.Write(json);
            }
            else
            {
                json.WriteStartObject();
                json.WriteStartArray("compositeResponse");
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteBoolean("isSuccessful", runs[i] is { Failed: false });
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How far references reach back, and how many kinds of request there are.</summary>
    private static void Check(List<CompositeRequest> graph)
    {
        var depth = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var request in graph)
        {
            var names = References.Names(request.Url).Concat(request.Body is { } body ? References.Names(body.GetRawText()) : []);
            depth[request.ReferenceId] = 1 + names.Select(n => depth.GetValueOrDefault(n)).DefaultIfEmpty().Max();
        }
        if (depth.Values.Max() > MaxDepth)
        {
            throw new SalesforceFault(400, "LIMIT_EXCEEDED", $"A graph is at most {MaxDepth} nodes deep.");
        }
        if (graph.Select(r => $"{r.Method} {string.Join('/', Pipeline.Segments(r.Url.Split('?')[0]).Skip(3).Take(2))}".ToUpperInvariant()).Distinct().Count() > MaxKinds)
        {
            throw new SalesforceFault(400, "LIMIT_EXCEEDED", $"A graph has at most {MaxKinds} kinds of node.");
        }
    }

    private static bool IsLarge(CompositeRequest request) => Pipeline.Segments(request.Url.Split('?')[0].ToLowerInvariant()) is [_, _, _, "query" or "queryall", ..] or [_, _, _, "composite", "sobjects", ..];
}
