using System.Net;
using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>
/// What the org would make of a new record: whether it would save it, else why not, and by which duplicate rule where it names one.
/// </summary>
public sealed record ProbeResult(bool WouldSave, SalesforceError? Error, string? DuplicateRule);

/// <summary>
/// Asks what would become of a new record without making one: the create stands in a composite request with <c>allOrNone</c>, followed by a request that
/// cannot go through, so that the org itself takes everything back (REST API Developer Guide, Composite: "allOrNone").
/// </summary>
public sealed class RecordProbe
{
    private const string Probe = "probe";

    // No org has such a field; the refusal of the record that names it undoes the probe.
    private const string NoField = "Undo_This_Probe__zz";

    private readonly Transport transport;
    private readonly Endpoint endpoint;

    internal RecordProbe(Transport transport, Endpoint endpoint)
    {
        this.transport = transport;
        this.endpoint = endpoint;
    }

    /// <summary>Sends the probe. Throws <see cref="UnexpectedResponseException"/> where the org does not say that it took the record back.</summary>
    public async Task<ProbeResult> CreateAsync(string objectName, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken = default)
    {
        var name = SoqlIdentifier.Checked(objectName);
        var address = endpoint.Versioned($"/sobjects/{name}").AbsolutePath;
        var body = JsonBody.Of(json =>
        {
            json.WriteBoolean("allOrNone", true);
            json.WriteStartArray("compositeRequest");
            Create(json, address, Probe, fields);
            Create(json, address, "undo", new Dictionary<string, string> { [NoField] = "1" });
            json.WriteEndArray();
        });
        var request = new WireRequest(HttpMethod.Post, endpoint.Versioned("/composite"), body);
        var reply = await transport.JsonAsync(request, cancellationToken);
        var first = reply.Items("compositeResponse").FirstOrDefault(r => r.Text("referenceId") == Probe);
        if (first.ValueKind != JsonValueKind.Object || first.Number("httpStatusCode") is >= 200 and < 300)
        {
            throw new UnexpectedResponseException(request.Name, HttpStatusCode.OK, "the probe was not taken back as a whole");
        }

        var error = first.Items("body").Select(e => (JsonElement?)e).FirstOrDefault() ?? throw new UnexpectedResponseException(request.Name, HttpStatusCode.OK, "a refusal without a reason");
        var read = ReplyErrors.Error(error, []);
        return read.Code is "PROCESSING_HALTED" or "ALL_OR_NONE_OPERATION_ROLLED_BACK" ? new ProbeResult(true, null, null) : new ProbeResult(false, read, Rule(error));
    }

    private static void Create(Utf8JsonWriter json, string address, string reference, IReadOnlyDictionary<string, string> fields)
    {
        json.WriteStartObject();
        json.WriteString("method", "POST");
        json.WriteString("url", address);
        json.WriteString("referenceId", reference);
        json.WriteStartObject("body");
        foreach (var (field, value) in fields)
        {
            json.WriteString(SoqlIdentifier.Checked(field), value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    // The key is misspelled on the wire, and right in other places.
    private static string? Rule(JsonElement error)
    {
        foreach (var name in (string[])["duplicateResut", "duplicateResult"])
        {
            if (error.TryGetProperty(name, out var result) && result.ValueKind == JsonValueKind.Object && result.Text("duplicateRule") is { } rule)
            {
                return rule;
            }
        }

        return null;
    }
}
