using System.Buffers;
using System.Text.Json;

namespace ContactSync.Sandbox.Http;

/// <summary>One subrequest of a composite request or a graph, as sent: its URL, body and headers may still hold references to earlier replies.</summary>
internal sealed record CompositeRequest(string ReferenceId, string Method, string Url, JsonElement? Body, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    private static readonly string[] NotAllowed = ["Accept", "Authorization", "Content-Type"];

    /// <summary>Reads <c>compositeRequest</c>; throws what the whole request is refused with.</summary>
    public static List<CompositeRequest> ReadAll(JsonElement body, int most)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("compositeRequest", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", "The request needs compositeRequest, an array, at [line:1, column:1]");
        }
        if (list.GetArrayLength() == 0 || list.GetArrayLength() > most)
        {
            throw new SalesforceFault(400, "LIMIT_EXCEEDED", $"A composite request takes 1 to {most} subrequests.");
        }
        var requests = list.EnumerateArray().Select(Read).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            if (!names.Add(request.ReferenceId))
            {
                throw new SalesforceFault(400, "INVALID_INPUT", $"Duplicate ReferenceId provided in the request: {request.ReferenceId}. Please use unique references.");
            }
        }
        return requests;
    }

    /// <summary>The request with all references followed; a reference that leads nowhere throws.</summary>
    public SubRequest Follow(References references) => new(
        Method,
        references.Replace(Url),
        Body is { } body ? Replaced(body, references) : [],
        [.. Headers.Select(h => KeyValuePair.Create(h.Key, references.Replace(h.Value)))]);

    private static CompositeRequest Read(JsonElement item)
    {
        var name = JobRequest.Text(item, "referenceId") ?? throw Missing("referenceId");
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new SalesforceFault(400, "INVALID_INPUT", $"The referenceId {name} must begin with a letter or a digit and hold only letters, digits and underscores.");
        }
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        if (item.TryGetProperty("httpHeaders", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in given.EnumerateObject())
            {
                headers[header.Name] = !NotAllowed.Contains(header.Name, StringComparer.OrdinalIgnoreCase) && header.Value.ValueKind == JsonValueKind.String && Sound(header)
                    ? header.Value.GetString()!
                    : throw new SalesforceFault(400, "INVALID_INPUT", $"The header {header.Name} is not allowed in a subrequest.");
            }
        }
        return new CompositeRequest(
            name,
            JobRequest.Text(item, "method") ?? throw Missing("method"),
            JobRequest.Text(item, "url") ?? throw Missing("url"),
            item.TryGetProperty("body", out var body) && body.ValueKind != JsonValueKind.Null ? body : null,
            [.. headers]);
    }

    private static bool Sound(JsonProperty header) =>
        header.Name.Length > 0 && header.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && header.Value.GetString()!.All(c => c is >= ' ' and < '\u007f');

    private static SalesforceFault Missing(string name) => new(400, "JSON_PARSER_ERROR", $"A subrequest needs {name}, a text, at [line:1, column:1]");

    private static byte[] Replaced(JsonElement body, References references)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, body, references);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, References references)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value, references);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, references);
                }
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(references.Replace(value.GetString()!));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
