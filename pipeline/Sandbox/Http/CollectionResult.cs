using System.Text.Json;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>One result of a collections call; here the code of an error is called statusCode.</summary>
internal static class CollectionResult
{
    public static void Write(Utf8JsonWriter json, WriteOutcome outcome, string? id, bool withCreated, Exchange exchange)
    {
        json.WriteStartObject();
        if (id is not null)
        {
            json.WriteString("id", id);
        }
        json.WriteBoolean("success", outcome.Error is null);
        Errors(json, outcome.Error, exchange);
        if (withCreated)
        {
            json.WriteBoolean("created", outcome.Created);
        }
        json.WriteEndObject();
    }

    public static void Errors(Utf8JsonWriter json, RowError? refused, Exchange exchange)
    {
        json.WriteStartArray("errors");
        if (refused is { } error)
        {
            json.WriteStartObject();
            json.WriteString("statusCode", error.Code);
            json.WriteString("message", error.Message);
            json.WriteStartArray("fields");
            foreach (var field in error.Fields)
            {
                json.WriteStringValue(field);
            }
            json.WriteEndArray();
            if (error.Duplicates is { } duplicates)
            {
                DuplicateJson.Write(json, "duplicateResult", duplicates, exchange);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
