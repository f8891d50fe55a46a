using System.Globalization;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;

namespace ContactSync.Sandbox.Http;

/// <summary>Answers <c>query?columns=true</c>: what the columns of a query are, without running it.</summary>
internal static class QueryColumns
{
    public static Task WriteAsync(Exchange exchange, SoqlPlan plan) => exchange.JsonAsync(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("columnMetadata");
        for (var i = 0; i < plan.Columns.Length; i++)
        {
            Write(json, plan.Columns[i], plan.Query.Aggregates ? plan.Query.Select[i] : null, i);
        }
        json.WriteEndArray();
        json.WriteString("entityName", plan.Type.Name);
        json.WriteBoolean("groupBy", false);
        json.WriteBoolean("idSelected", !plan.Query.Aggregates && plan.Columns.Any(c => c.Field.System == SystemField.Id && c.Via is null));
        json.WriteString("keyPrefix", plan.Type.Prefix);
        json.WriteEndObject();
    });

    /// <summary>A plain column is named as it is selected; a count by its alias, or by its place where it has none.</summary>
    private static void Write(Utf8JsonWriter json, FieldPath column, SoqlSelect? count, int place)
    {
        var field = column.Field;
        json.WriteStartObject();
        json.WriteBoolean("aggregate", count is not null);
        json.WriteString("apexType", count is null ? Apex(field) : "Integer");
        json.WriteBoolean("booleanType", count is null && field.Type == FieldType.Boolean);
        json.WriteString("columnName", count is null ? column.Name : count.Alias ?? string.Create(CultureInfo.InvariantCulture, $"expr{place}"));
        json.WriteBoolean("custom", field.Custom);
        json.WriteString("displayName", count is null ? column.Name : $"count({column.Name})");
        json.WriteString("foreignKeyName", column.Via?.RelationshipName);
        json.WriteBoolean("insertable", count is null && field.Createable);
        json.WriteStartArray("joinColumns");
        json.WriteEndArray();
        json.WriteBoolean("numberType", count is not null || field.IsFloating || field.Type == FieldType.Int);
        json.WriteBoolean("textType", count is null && (field.IsText || field.Type is FieldType.Id or FieldType.Reference));
        json.WriteBoolean("updatable", count is null && field.Updateable);
        json.WriteEndObject();
    }

    private static string Apex(Field field) => field.Type switch
    {
        FieldType.Id or FieldType.Reference => "Id",
        FieldType.Boolean => "Boolean",
        FieldType.Int => "Integer",
        FieldType.Double or FieldType.Currency or FieldType.Percent => "Double",
        FieldType.Date => "Date",
        FieldType.DateTime => "Datetime",
        FieldType.Address => "Address",
        _ => "String",
    };
}
