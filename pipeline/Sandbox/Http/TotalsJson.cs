using System.Text;
using ContactSync.Sandbox.Soql;

namespace ContactSync.Sandbox.Http;

/// <summary>Answers a query that counts, aggregates or groups.</summary>
internal static class TotalsJson
{
    private const int MostGroups = 2000;

    /// <summary>The answer to <c>COUNT()</c>: a total and no records.</summary>
    public static Task CountAsync(Exchange exchange, SoqlPlan plan)
    {
        var total = plan.Count();
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("totalSize", total);
            json.WriteBoolean("done", true);
            json.WriteStartArray("records");
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static Task WriteAsync(Exchange exchange, SoqlPlan plan)
    {
        var rows = plan.Total();
        if (rows.Count > MostGroups)
        {
            throw new SalesforceFault(400, "EXCEEDED_ID_LIMIT", "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch");
        }
        var columns = plan.Totals!.Shown;
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("totalSize", rows.Count);
            json.WriteBoolean("done", true);
            json.WriteStartArray("records");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteStartObject("attributes");
                json.WriteString("type", "AggregateResult");
                json.WriteEndObject();
                for (var i = 0; i < columns.Count; i++)
                {
                    json.WritePropertyName(columns[i].Name);
                    if (row[i] is { } number && columns[i].IsNumber)
                    {
                        json.WriteRawValue(number);
                    }
                    else
                    {
                        RecordJson.WriteValue(json, columns[i].Path.Field, Encoding.UTF8.GetBytes(row[i] ?? ""));
                    }
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
