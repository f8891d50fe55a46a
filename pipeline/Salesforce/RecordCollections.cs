using System.Net;
using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>Creates, updates, upserts and retrieves 1 to 200 records of one object in one call. Results stand in the order of the request.</summary>
public sealed class RecordCollections
{
    /// <summary>The most records one call takes.</summary>
    public const int MaxRecords = 200;

    private readonly Transport transport;
    private readonly Endpoint endpoint;

    internal RecordCollections(Transport transport, Endpoint endpoint)
    {
        this.transport = transport;
        this.endpoint = endpoint;
    }

    /// <summary>Creates records. With <paramref name="allOrNone"/> one failure undoes them all.</summary>
    public Task<IReadOnlyList<SaveResult>> CreateAsync(string objectName, IReadOnlyList<RecordFields> records, bool allOrNone = false, CancellationToken cancellationToken = default) =>
        SaveAsync(HttpMethod.Post, "/composite/sobjects", objectName, records, allOrNone, cancellationToken);

    /// <summary>Changes the records that <c>Id</c> names.</summary>
    public Task<IReadOnlyList<SaveResult>> UpdateAsync(string objectName, IReadOnlyList<RecordFields> records, bool allOrNone = false, CancellationToken cancellationToken = default) =>
        SaveAsync(HttpMethod.Patch, "/composite/sobjects", objectName, records, allOrNone, cancellationToken);

    /// <summary>Changes the records that <paramref name="externalIdField"/> names, and creates those it does not find.</summary>
    public Task<IReadOnlyList<SaveResult>> UpsertAsync(string objectName, string externalIdField, IReadOnlyList<RecordFields> records, bool allOrNone = false, CancellationToken cancellationToken = default) =>
        SaveAsync(HttpMethod.Patch, $"/composite/sobjects/{SoqlIdentifier.Checked(objectName)}/{SoqlIdentifier.Checked(externalIdField)}", objectName, records, allOrNone, cancellationToken);

    /// <summary>Reads fields of records by Id; null stands for a record that is not there.</summary>
    public async Task<IReadOnlyList<JsonElement?>> RetrieveAsync(string objectName, IReadOnlyList<SalesforceId> ids, IReadOnlyList<string> fields, CancellationToken cancellationToken = default)
    {
        Require(ids.Count);
        var body = JsonBody.Of(json =>
        {
            Strings(json, "ids", ids.Select(id => id.ToString()));
            Strings(json, "fields", fields.Select(SoqlIdentifier.CheckedPath));
        });
        var request = new WireRequest(HttpMethod.Post, endpoint.Versioned($"/composite/sobjects/{SoqlIdentifier.Checked(objectName)}"), body);
        var reply = await transport.JsonAsync(request, cancellationToken);
        return [.. Items(request, reply, ids.Count).Select(record => record.ValueKind == JsonValueKind.Object ? record : (JsonElement?)null)];
    }

    private async Task<IReadOnlyList<SaveResult>> SaveAsync(HttpMethod method, string path, string objectName, IReadOnlyList<RecordFields> records, bool allOrNone, CancellationToken cancellationToken)
    {
        Require(records.Count);
        var type = SoqlIdentifier.Checked(objectName);
        var body = JsonBody.Of(json =>
        {
            json.WriteBoolean("allOrNone", allOrNone);
            json.WriteStartArray("records");
            foreach (var record in records)
            {
                record.Write(json, type);
            }

            json.WriteEndArray();
        });
        var request = new WireRequest(method, endpoint.Versioned(path), body);
        var reply = await transport.JsonAsync(request, cancellationToken);
        return [.. Items(request, reply, records.Count).Select(Result)];
    }

    private static SaveResult Result(JsonElement item) => new(
        item.Text("id"),
        item.Flag("success"),
        item.TryGetProperty("created", out var created) ? created.ValueKind == JsonValueKind.True : null,
        [.. item.Items("errors").Select(error => ReplyErrors.Error(error, []))]);

    // An answer for another number of records leaves open which of them were written.
    private static JsonElement.ArrayEnumerator Items(WireRequest request, JsonElement reply, int count) =>
        reply.ValueKind == JsonValueKind.Array && reply.GetArrayLength() == count
            ? reply.EnumerateArray()
            : throw new UnknownOutcomeException(request.Name, "the reply does not answer each record",
                new UnexpectedResponseException(request.Name, HttpStatusCode.OK, $"not a list of {count} results"));

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Require(int count)
    {
        if (count is < 1 or > MaxRecords)
        {
            throw new ArgumentException($"{count} records in one call; 1 to {MaxRecords} are possible.");
        }
    }
}
