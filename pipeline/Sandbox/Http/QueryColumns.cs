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
        foreach (var column in plan.Totals?.Shown ?? [.. plan.Columns.Select(c => new TotalColumn(null, c, c.Name))])
        {
            Write(json, column);
        }
        json.WriteEndArray();
        json.WriteString("entityName", plan.Type.Name);
        json.WriteBoolean("groupBy", plan.Query.GroupBy.Count > 0);
        json.WriteBoolean("idSelected", plan.Columns.Any(c => c.Field.System == SystemField.Id && c.Via is null));
        json.WriteString("keyPrefix", plan.Type.Prefix);
        json.WriteEndObject();
    });

    /// <summary>A plain column is named as it is selected; a total by its alias, or by its place where it has none.</summary>
    private static void Write(Utf8JsonWriter json, TotalColumn column)
    {
        var field = column.Path.Field;
        var plain = column.Function is null;
        var ownType = column.Function is null or "MIN" or "MAX";
        json.WriteStartObject();
        json.WriteBoolean("aggregate", !plain);
        json.WriteString("apexType", ownType ? Apex(field) : column.IsWhole ? "Integer" : "Double");
        json.WriteBoolean("booleanType", ownType && field.Type == FieldType.Boolean);
        json.WriteString("columnName", column.Name);
        json.WriteBoolean("custom", field.Custom);
        json.WriteString("displayName", plain ? column.Name : $"{column.Function!.ToLowerInvariant()}({column.Path.Name})");
        json.WriteString("foreignKeyName", column.Path.Via?.RelationshipName);
        json.WriteBoolean("insertable", plain && field.Createable);
        json.WriteStartArray("joinColumns");
        json.WriteEndArray();
        json.WriteBoolean("numberType", column.IsNumber);
        json.WriteBoolean("textType", ownType && (field.IsText || field.Type is FieldType.Id or FieldType.Reference));
        json.WriteBoolean("updatable", plain && field.Updateable);
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
