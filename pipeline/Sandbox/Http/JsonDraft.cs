using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Reads the fields of a JSON record into a row to be written. Unknown fields and wrong JSON types refuse the request.</summary>
internal static class JsonDraft
{
    public static RowDraft Read(OrgSchema schema, ObjectType type, JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", "A record must be a JSON object at [line:1, column:1]");
        }
        var properties = record.EnumerateObject().Where(p => p.Name != "attributes").ToArray();
        var columns = Array.ConvertAll(properties, p => Column(schema, type, p));
        var slab = new ValueSlab();
        var starts = new int[columns.Length];
        var lengths = new int[columns.Length];
        var draft = new RowDraft(columns, starts, lengths, slab);
        for (var i = 0; i < columns.Length; i++)
        {
            var text = Text(columns[i], properties[i].Value);
            starts[i] = slab.Length;
            if (columns[i].ViaField is not null)
            {
                slab.Add(text);
            }
            else if (ValueReader.Read(columns[i].Field, text, slab) is { } error)
            {
                if (error.Code == "INVALID_TYPE_ON_FIELD_IN_RECORD")
                {
                    throw WrongType(columns[i].Field, properties[i].Value);
                }
                draft.Error ??= error;
            }
            lengths[i] = slab.Length - starts[i];
        }
        return draft;
    }

    private static DraftColumn Column(OrgSchema schema, ObjectType type, JsonProperty property)
    {
        if (type.Find(property.Name) is { } field)
        {
            return new DraftColumn(field);
        }
        if (property.Value.ValueKind == JsonValueKind.Object && type.FindLookup(property.Name) is { } via
            && Target(schema, via, property.Value) is { } target
            && property.Value.EnumerateObject().Where(p => p.Name != "attributes").ToArray() is [var key]
            && target.Find(key.Name) is { IsKey: true } far)
        {
            return new DraftColumn(via, target, far);
        }
        throw SalesforceFault.NoSuchColumn(property.Name, type.Name);
    }

    /// <summary>The object the lookup points to; where it may be one of several, the record says which.</summary>
    private static ObjectType? Target(OrgSchema schema, Field via, JsonElement key)
    {
        var name = !via.Polymorphic ? via.ReferenceTo[0]
            : key.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object ? JobRequest.Text(attributes, "type") : null;
        return name is not null && schema.Find(name) is { } target && via.ReferenceTo.Contains(target.Name) ? target : null;
    }

    private static byte[] Text(DraftColumn column, JsonElement value)
    {
        if (column.ViaField is not null)
        {
            value = value.EnumerateObject().First(p => p.Name != "attributes").Value;
        }
        return value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString()!),
            JsonValueKind.Number => Encoding.UTF8.GetBytes(value.GetRawText()),
            JsonValueKind.True => "true"u8.ToArray(),
            JsonValueKind.False => "false"u8.ToArray(),
            _ => throw WrongType(column.Field, value),
        };
    }

    private static SalesforceFault WrongType(Field field, JsonElement value) => new(400, "JSON_PARSER_ERROR",
        $"Cannot deserialize instance of {field.WireType} from VALUE_{value.ValueKind.ToString().ToUpperInvariant()} value {value.GetRawText().Trim('"')} or request may be missing a required field at [line:1, column:1]");
}
