using System.Text.Json;

namespace ContactSync.Sandbox.Http;

/// <summary>The limits of the org and the (approximate) record counts.</summary>
internal static class LimitEndpoints
{
    public static Task LimitsAsync(Exchange exchange) => exchange.JsonAsync(200, json =>
    {
        var box = exchange.Box;
        var quota = box.Jobs.Quota;
        json.WriteStartObject();
        Limit(json, "ConcurrentSyncReportRuns", ApiLimits.ConcurrentReports, Math.Max(0, ApiLimits.ConcurrentReports - box.Limits.Reports));
        Limit(json, "DailyApiRequests", box.Limits.Maximum, box.Limits.Remaining);
        Limit(json, "DailyBulkApiBatches", quota.MaximumBatches, quota.RemainingBatches);
        Limit(json, "DailyBulkV2QueryFileStorageMB", quota.MaximumMegabytes, quota.RemainingMegabytes);
        Limit(json, "DailyBulkV2QueryJobs", quota.MaximumQueries, quota.RemainingQueries);
        Limit(json, "DataStorageMB", 100_000, 100_000);
        Limit(json, "HourlyAsyncReportRuns", 1_200, (int)Math.Max(0, 1_200 - box.Limits.AsyncReports.Used));
        Limit(json, "HourlySyncReportRuns", 500, (int)Math.Max(0, 500 - box.Limits.SyncReports.Used));
        json.WriteEndObject();
    });

    public static Task RecordCountAsync(Exchange exchange)
    {
        var names = exchange.QueryValue("sObjects")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var types = exchange.Box.Store.Schema.Objects.Where(o => names is null || names.Contains(o.Name, StringComparer.OrdinalIgnoreCase));
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("sObjects");
            foreach (var type in types)
            {
                json.WriteStartObject();
                json.WriteNumber("count", exchange.Box.Store.Table(type).Live);
                json.WriteString("name", type.Name);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Limit(Utf8JsonWriter json, string name, int maximum, int remaining)
    {
        json.WriteStartObject(name);
        json.WriteNumber("Max", maximum);
        json.WriteNumber("Remaining", remaining);
        json.WriteEndObject();
    }
}
