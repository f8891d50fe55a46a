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
        foreach (var column in plan.Columns)
        {
            var field = column.Field;
            json.WriteStartObject();
            json.WriteBoolean("aggregate", plan.Query.Aggregates);
            json.WriteString("apexType", Apex(field));
            json.WriteBoolean("booleanType", field.Type == FieldType.Boolean);
            json.WriteString("columnName", column.Name);
            json.WriteBoolean("custom", field.Custom);
            json.WriteString("displayName", column.Name);
            json.WriteString("foreignKeyName", column.Via?.RelationshipName);
            json.WriteBoolean("insertable", field.Createable);
            json.WriteStartArray("joinColumns");
            json.WriteEndArray();
            json.WriteBoolean("numberType", field.IsFloating || field.Type == FieldType.Int);
            json.WriteBoolean("textType", field.IsText || field.Type is FieldType.Id or FieldType.Reference);
            json.WriteBoolean("updatable", field.Updateable);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("entityName", plan.Type.Name);
        json.WriteBoolean("groupBy", false);
        json.WriteBoolean("idSelected", plan.Columns.Any(c => c.Field.System == SystemField.Id && c.Via is null));
        json.WriteString("keyPrefix", plan.Type.Prefix);
        json.WriteEndObject();
    });

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
