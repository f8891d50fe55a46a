using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Writes records as REST does: attributes first, date-times with +0000, lookups followed as far as asked.</summary>
internal static class RecordJson
{
    public static void Write(Utf8JsonWriter json, string root, RecordView view, IReadOnlyList<FieldPath> columns, Action? more = null)
    {
        json.WriteStartObject();
        Attributes(json, root, view);
        Fields(json, root, view, view, columns, 0);
        more?.Invoke();
        json.WriteEndObject();
    }

    /// <summary>The fields of the record that the first lookups of the columns led to, and the records that the next ones lead to.</summary>
    private static void Fields(Utf8JsonWriter json, string root, RecordView from, RecordView view, IReadOnlyList<FieldPath> columns, int depth)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Vias.Length == depth)
            {
                json.WritePropertyName(columns[i].Stored.Name);
                Column(json, view, columns[i]);
            }
            else if (columns[i].Vias[depth] is var via && !columns.Take(i).Any(c => c.Vias.Length > depth && c.Vias[depth] == via))
            {
                Related(json, root, from, columns.Where(c => c.Vias.Length > depth && c.Vias[depth] == via).ToList(), via, depth + 1);
            }
        }
    }

    private static void Column(Utf8JsonWriter json, RecordView view, FieldPath column)
    {
        if (column.IsNamed)
        {
            WriteValue(json, column.Stored, column.Of(view));
        }
        else
        {
            WriteField(json, view, column.Stored);
        }
    }

    /// <summary>What TYPEOF gives of the record a lookup leads to, under the relationship's name.</summary>
    public static void TypeOf(Utf8JsonWriter json, string root, RecordView view, TypeOfPlan typeOf)
    {
        json.WritePropertyName(typeOf.Name);
        if (typeOf.Follow(view) is not { } found)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        Attributes(json, root, found.Target);
        Fields(json, root, found.OfTarget ? found.Target : view, found.Target, found.Columns, found.OfTarget ? 0 : 1);
        json.WriteEndObject();
    }

    /// <summary>The object and the address of a record; one reached by a lookup to several objects is said to be of the object Name.</summary>
    public static void Attributes(Utf8JsonWriter json, string root, RecordView view, bool named = false)
    {
        json.WriteStartObject("attributes");
        json.WriteString("type", named ? NameObject.Type.Name : view.Type.Name);
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

    private static void Related(Utf8JsonWriter json, string root, RecordView from, List<FieldPath> columns, Field via, int depth)
    {
        json.WritePropertyName(via.RelationshipName!);
        if (columns[0].Follow(from, depth) is not { } target)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        Attributes(json, root, target, via.Polymorphic);
        Fields(json, root, from, target, columns, depth);
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
