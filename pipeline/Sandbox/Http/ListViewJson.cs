using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>The bodies of list views. Every value is a text or null.</summary>
internal static class ListViewJson
{
    public static void Summary(Utf8JsonWriter json, Exchange exchange, ListView view)
    {
        var id = ListViewEndpoints.IdOf(exchange, view);
        var url = $"{exchange.Root}/sobjects/{exchange.Box.Store.Schema.Find(view.Object)!.Name}/listviews/{id}";
        json.WriteStartObject();
        json.WriteString("describeUrl", url + "/describe");
        json.WriteString("developerName", view.Name);
        json.WriteString("id", id);
        json.WriteString("label", view.Label);
        json.WriteString("resultsUrl", url + "/results");
        json.WriteBoolean("soqlCompatible", true);
        json.WriteString("url", url);
        json.WriteEndObject();
    }

    public static void Columns(Utf8JsonWriter json, ListView view, SoqlPlan plan)
    {
        json.WriteStartArray("columns");
        for (var i = 0; i < plan.Columns.Length; i++)
        {
            var (path, hidden) = (plan.Columns[i], i >= view.Columns.Length);
            var sort = plan.Query.OrderBy.ToList().FindIndex(o => o.Path.Equals(path.Name, StringComparison.OrdinalIgnoreCase));
            json.WriteStartObject();
            json.WriteString("ascendingLabel", hidden ? null : "Z-A");
            json.WriteString("descendingLabel", hidden ? null : "A-Z");
            json.WriteString("fieldNameOrPath", path.Name);
            json.WriteBoolean("hidden", hidden);
            json.WriteString("label", path.Field.Label);
            json.WriteBoolean("searchable", !hidden && path.Field.IsText);
            json.WriteString("selectListItem", path.Name);
            json.WriteString("sortDirection", sort < 0 ? null : plan.Query.OrderBy[sort].Descending ? "descending" : "ascending");
            json.WritePropertyName("sortIndex");
            json.WriteRawValue(sort < 0 ? "null" : sort.ToString(CultureInfo.InvariantCulture));
            json.WriteBoolean("sortable", !hidden && path.Field.Filterable);
            json.WriteString("type", path.Field.WireType);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void OrderBy(Utf8JsonWriter json, SoqlPlan plan)
    {
        json.WriteStartArray("orderBy");
        foreach (var order in plan.Query.OrderBy)
        {
            json.WriteStartObject();
            json.WriteString("fieldNameOrPath", order.Path);
            json.WriteString("nullsPosition", order.NullsLast ? "last" : "first");
            json.WriteString("sortDirection", order.Descending ? "descending" : "ascending");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void Where(Utf8JsonWriter json, SoqlExpression? where)
    {
        json.WritePropertyName("whereCondition");
        switch (where)
        {
            case null:
                Group(json, "and", []);
                break;
            case SoqlAll or SoqlAny:
                Condition(json, where);
                break;
            default:
                Group(json, "and", [where]);
                break;
        }
    }

    public static void Row(Utf8JsonWriter json, SoqlPlan plan, RecordView record)
    {
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (var path in plan.Columns)
        {
            json.WriteStartObject();
            json.WriteString("fieldNameOrPath", path.Name);
            json.WriteString("value", Value(path, path.Get(record)));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string? Value(FieldPath path, ReadOnlySpan<byte> value) =>
        value.IsEmpty ? null
        : path.Field.Type == FieldType.DateTime && Stamp.TryParse(value, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("ddd MMM dd HH:mm:ss 'GMT' yyyy", CultureInfo.InvariantCulture)
            : Encoding.UTF8.GetString(value);

    private static void Group(Utf8JsonWriter json, string conjunction, IEnumerable<SoqlExpression> parts)
    {
        json.WriteStartObject();
        json.WriteStartArray("conditions");
        foreach (var part in parts)
        {
            Condition(json, part);
        }
        json.WriteEndArray();
        json.WriteString("conjunction", conjunction);
        json.WriteEndObject();
    }

    private static void Condition(Utf8JsonWriter json, SoqlExpression part)
    {
        switch (part)
        {
            case SoqlAll all:
                Group(json, "and", all.Parts);
                return;
            case SoqlAny any:
                Group(json, "or", any.Parts);
                return;
            case SoqlNot not:
                json.WriteStartObject();
                json.WritePropertyName("condition");
                Condition(json, not.Part);
                json.WriteEndObject();
                return;
        }
        var (field, op, values) = part switch
        {
            SoqlCompare c => (c.Path, c.Operator switch { "=" => "equals", "!=" => "notEquals", "<" => "lessThan", "<=" => "lessThanOrEqualTo", ">" => "greaterThan", ">=" => "greaterThanOrEqualTo", _ => "like" }, [c.Literal]),
            SoqlIn i => (i.Path, i.Negated ? "notIn" : "in", i.Literals),
            SoqlSemiJoin j => (j.Path, j.Negated ? "notIn" : "in", []),
            _ => ("", "", (IReadOnlyList<SoqlToken>)[]),
        };
        json.WriteStartObject();
        json.WriteString("field", field);
        json.WriteString("operator", op);
        json.WriteStartArray("values");
        foreach (var value in values)
        {
            json.WriteStringValue(value.Kind == TokenKind.Text ? $"'{value.Text}'" : value.Text);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
