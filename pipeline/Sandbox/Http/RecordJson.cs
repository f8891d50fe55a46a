using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Writes records as REST does: attributes first, date-times with +0000, lookups followed by one level.</summary>
internal static class RecordJson
{
    public static void Write(Utf8JsonWriter json, string root, RecordView view, IReadOnlyList<FieldPath> columns)
    {
        json.WriteStartObject();
        Attributes(json, root, view);
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Via is not { } via)
            {
                json.WritePropertyName(columns[i].Field.Name);
                WriteField(json, view, columns[i].Field);
            }
            else if (!columns.Take(i).Any(c => c.Via == via))
            {
                Related(json, root, view, columns, via, i);
            }
        }
        json.WriteEndObject();
    }

    public static void Attributes(Utf8JsonWriter json, string root, RecordView view)
    {
        json.WriteStartObject("attributes");
        json.WriteString("type", view.Type.Name);
        var id = System.Text.Encoding.ASCII.GetString(view.Get(view.Type.Id));
        json.WriteString("url", $"{root}/sobjects/{view.Type.Name}/{id}");
        json.WriteEndObject();
    }

    public static void WriteField(Utf8JsonWriter json, RecordView view, Field field)
    {
        if (field.System == SystemField.Address)
        {
            WriteAddress(json, view, field);
            return;
        }
        WriteValue(json, field, view.Get(field));
    }

    /// <summary>Writes a value of a field from its CSV form; empty is null.</summary>
    public static void WriteValue(Utf8JsonWriter json, Field field, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            json.WriteNullValue();
            return;
        }
        switch (field.Type)
        {
            case FieldType.Boolean or FieldType.Int or FieldType.Double or FieldType.Currency or FieldType.Percent:
                json.WriteRawValue(value);
                break;
            case FieldType.DateTime:
                Span<byte> text = stackalloc byte[28];
                value[..23].CopyTo(text);
                "+0000"u8.CopyTo(text[23..]);
                json.WriteStringValue(text);
                break;
            default:
                json.WriteStringValue(value);
                break;
        }
    }

    private static void Related(Utf8JsonWriter json, string root, RecordView view, IReadOnlyList<FieldPath> columns, Field via, int first)
    {
        json.WritePropertyName(via.RelationshipName!);
        if (columns[first].Follow(view) is not { } target)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        Attributes(json, root, target);
        for (var i = first; i < columns.Count; i++)
        {
            if (columns[i].Via == via)
            {
                json.WritePropertyName(columns[i].Field.Name);
                WriteField(json, target, columns[i].Field);
            }
        }
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, RecordView view, Field address)
    {
        var parts = view.Type.Fields.Where(f => f.CompoundName == address.Name).ToList();
        if (parts.TrueForAll(p => view.Get(p).IsEmpty))
        {
            json.WriteNullValue();
            return;
        }
        var prefix = address.Name[..^"Address".Length];
        json.WriteStartObject();
        foreach (var part in parts.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var name = part.Name[prefix.Length..];
            json.WritePropertyName(char.ToLowerInvariant(name[0]) + name[1..]);
            WriteValue(json, part, view.Get(part));
        }
        json.WriteEndObject();
    }
}
