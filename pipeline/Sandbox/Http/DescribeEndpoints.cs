using System.Globalization;
using System.Text.Json;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Http;

/// <summary>What objects there are, and what fields an object has.</summary>
internal static class DescribeEndpoints
{
    public static Task GlobalAsync(Exchange exchange) => UnchangedAsync(exchange) ?? exchange.JsonAsync(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("encoding", "UTF-8");
        json.WriteNumber("maxBatchSize", 200);
        json.WriteStartArray("sobjects");
        foreach (var type in exchange.Box.Store.Schema.Objects)
        {
            json.WriteStartObject();
            DescribeJson.Flags(json, type);
            DescribeJson.Urls(json, exchange.Root, type);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static Task BasicAsync(Exchange exchange, ObjectType type) => exchange.JsonAsync(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("objectDescribe");
        DescribeJson.Flags(json, type);
        DescribeJson.Urls(json, exchange.Root, type);
        json.WriteEndObject();
        json.WriteStartArray("recentItems");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static Task ObjectAsync(Exchange exchange)
    {
        var type = exchange.Box.Store.Schema.Find(exchange.Path[4]) ?? throw SalesforceFault.NotFound();
        return UnchangedAsync(exchange) ?? exchange.JsonAsync(200, json => DescribeJson.Object(json, exchange, type));
    }

    /// <summary>The schema is as old as the process: who has seen it since gets 304 and no body.</summary>
    private static Task? UnchangedAsync(Exchange exchange)
    {
        var since = exchange.Request.Headers.IfModifiedSince.ToString();
        exchange.Response.Headers.LastModified = exchange.Box.Started.ToString("R", CultureInfo.InvariantCulture);
        return DateTimeOffset.TryParseExact(since, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at >= exchange.Box.Started ? exchange.EmptyAsync(304) : null;
    }
}
