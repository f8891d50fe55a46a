using System.Text.Json;

namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>Fields of records as JSON.</summary>
internal static class JsonFields
{
    /// <summary>The text of a field; null where it is null or not there.</summary>
    public static string? Text(this JsonElement record, string field) =>
        record.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;
}
