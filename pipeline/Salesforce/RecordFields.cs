using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>
/// One record to be written: API names with their values. A value is null (which clears the field), <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>,
/// <see cref="long"/>, <see cref="decimal"/>, <see cref="double"/>, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> or <see cref="SalesforceId"/>.
/// An update names its record by <c>Id</c>, an upsert by the external id field.
/// </summary>
public sealed record RecordFields(IReadOnlyDictionary<string, object?> Values)
{
    internal void Write(Utf8JsonWriter json, string objectName)
    {
        json.WriteStartObject();
        json.WriteStartObject("attributes");
        json.WriteString("type", objectName);
        json.WriteEndObject();
        foreach (var (name, value) in Values)
        {
            json.WritePropertyName(SoqlIdentifier.CheckedPath(name));
            WriteValue(json, name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case SalesforceId id: json.WriteStringValue(id.ToString()); break;
            case DateOnly or DateTimeOffset: json.WriteStringValue((value is DateOnly day ? SoqlLiteral.FromDateOnly(day) : SoqlLiteral.FromDateTimeOffset((DateTimeOffset)value)).ToString()); break;
            default: throw new ArgumentException($"{name}: a {value.GetType().Name} cannot be written to a field.");
        }
    }
}
