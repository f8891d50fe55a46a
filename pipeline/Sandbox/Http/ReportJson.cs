using System.Globalization;
using System.Text.Json;
using ContactSync.Sandbox.Reports;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Http;

/// <summary>The bodies of reports: the fact map of rows and totals by group, and what describes it.</summary>
internal static class ReportJson
{
    public static void Result(Utf8JsonWriter json, ReportRun run, string id, string url, bool details)
    {
        json.WriteStartObject();
        json.WriteStartObject("attributes");
        json.WriteString("describeUrl", url + "/describe");
        json.WriteString("instancesUrl", url + "/instances");
        json.WriteString("reportId", id);
        json.WriteString("reportName", run.Plan.Report.Label);
        json.WriteString("type", "Report");
        json.WriteEndObject();
        json.WriteBoolean("allData", run.AllData);
        json.WriteStartObject("factMap");
        Facts(json, run, run.Root, "T", details);
        json.WriteEndObject();
        json.WriteStartObject("groupingsAcross");
        json.WriteStartArray("groupings");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("groupingsDown");
        Groupings(json, run.Root, "");
        json.WriteEndObject();
        json.WriteBoolean("hasDetailRows", details);
        Metadata(json, run.Plan, id);
        json.WriteEndObject();
    }

    /// <summary>The members <c>reportExtendedMetadata</c> and <c>reportMetadata</c>.</summary>
    public static void Metadata(Utf8JsonWriter json, ReportPlan plan, string id)
    {
        json.WriteStartObject("reportExtendedMetadata");
        json.WriteStartObject("aggregateColumnInfo");
        foreach (var (name, type, label) in plan.Sums.Select(s => (Sum(s), s.DataType, "Sum of " + s.Label)).Append(("RowCount", "int", "Record Count")))
        {
            Info(json, name, type, label);
        }
        json.WriteEndObject();
        Infos(json, "detailColumnInfo", plan.Columns);
        Infos(json, "groupingColumnInfo", plan.Groups);
        json.WriteEndObject();
        json.WriteStartObject("reportMetadata");
        Strings(json, "aggregates", plan.Sums.Select(Sum).Append("RowCount"));
        Strings(json, "detailColumns", plan.Columns.Select(c => c.Name));
        json.WriteString("developerName", plan.Report.Name);
        json.WriteStartArray("groupingsAcross");
        json.WriteEndArray();
        json.WriteStartArray("groupingsDown");
        foreach (var group in plan.Groups)
        {
            json.WriteStartObject();
            json.WriteString("dateGranularity", "None");
            json.WriteString("name", group.Name);
            json.WriteNull("sortAggregate");
            json.WriteString("sortOrder", "Asc");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("id", id);
        json.WriteString("name", plan.Report.Label);
        json.WriteNull("reportBooleanFilter");
        json.WriteStartArray("reportFilters");
        foreach (var filter in plan.Filters)
        {
            json.WriteStartObject();
            json.WriteString("column", filter.Column);
            json.WriteString("operator", filter.Operator);
            json.WriteString("value", filter.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("reportFormat", plan.Groups.Count == 0 ? "TABULAR" : "SUMMARY");
        json.WriteStartObject("reportType");
        json.WriteString("label", plan.Query.Type.Plural);
        json.WriteString("type", plan.Query.Type.Name + "List");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Instance(Utf8JsonWriter json, ReportInstance instance, string url, string status, bool type = false)
    {
        var at = Stamp.Json(instance.At);
        json.WriteStartObject();
        json.WriteString("completionDate", status == "New" ? null : at);
        json.WriteBoolean("hasDetailRows", instance.Details);
        json.WriteString("id", instance.Id);
        json.WriteString("ownerId", instance.OwnerId);
        json.WriteBoolean("queryable", false);
        json.WriteString("requestDate", at);
        json.WriteString("status", status);
        json.WriteString("url", $"{url}/instances/{instance.Id}");
        if (type)
        {
            json.WriteString("type", "ReportInstance");
        }
        json.WriteEndObject();
    }

    /// <summary>A fact for each group and one for all; the rows are with the innermost groups.</summary>
    private static void Facts(Utf8JsonWriter json, ReportRun run, ReportGroup group, string key, bool details)
    {
        json.WriteStartObject(key + "!T");
        json.WriteStartArray("aggregates");
        for (var i = 0; i < group.Sums.Length; i++)
        {
            var text = JavaDouble.Format(group.Sums[i]);
            Cell(json, new ReportCell(text, text, ReportValue.Number));
        }
        var count = group.RowCount.ToString(CultureInfo.InvariantCulture);
        Cell(json, new ReportCell(count, count, ReportValue.Number));
        json.WriteEndArray();
        if (details)
        {
            json.WriteStartArray("rows");
            foreach (var row in group.Rows)
            {
                json.WriteStartObject();
                json.WriteStartArray("dataCells");
                row.ForEach(cell => Cell(json, cell));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        for (var i = 0; i < group.Parts.Count; i++)
        {
            Facts(json, run, group.Parts[i], Key(key == "T" ? "" : key, i), details);
        }
    }

    private static void Groupings(Utf8JsonWriter json, ReportGroup group, string key)
    {
        json.WriteStartArray("groupings");
        for (var i = 0; i < group.Parts.Count; i++)
        {
            var part = group.Parts[i];
            json.WriteStartObject();
            Groupings(json, part, Key(key, i));
            json.WriteString("key", Key(key, i));
            json.WriteString("label", part.Cell.Label);
            json.WriteString("value", part.Cell.Raw);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Key(string above, int i) => above.Length == 0 ? i.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{above}_{i}");

    private static void Cell(Utf8JsonWriter json, ReportCell cell)
    {
        json.WriteStartObject();
        json.WriteString("label", cell.Label);
        json.WritePropertyName("value");
        switch (cell.Kind)
        {
            case ReportValue.Number or ReportValue.Flag when cell.Raw is not null:
                json.WriteRawValue(cell.Raw);
                break;
            case ReportValue.Money when cell.Raw is not null:
                json.WriteStartObject();
                json.WritePropertyName("amount");
                json.WriteRawValue(cell.Raw);
                json.WriteNull("currency");
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(cell.Raw);
                break;
        }
        json.WriteEndObject();
    }

    private static string Sum(ReportColumn column) => "s!" + column.Name;

    private static void Infos(Utf8JsonWriter json, string name, List<ReportColumn> columns)
    {
        json.WriteStartObject(name);
        foreach (var column in columns.DistinctBy(c => c.Name))
        {
            Info(json, column.Name, column.DataType, column.Label);
        }
        json.WriteEndObject();
    }

    private static void Info(Utf8JsonWriter json, string name, string type, string label)
    {
        json.WriteStartObject(name);
        json.WriteString("dataType", type);
        json.WriteString("label", label);
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }
}
