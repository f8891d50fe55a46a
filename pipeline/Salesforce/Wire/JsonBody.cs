using System.Net.Http.Headers;
using System.Text.Json;

namespace ContactSync.Salesforce.Wire;

/// <summary>Makes JSON bodies that can be sent again.</summary>
internal static class JsonBody
{
    private static readonly MediaTypeHeaderValue Type = new("application/json") { CharSet = "UTF-8" };

    public static Func<HttpContent> Of(Action<Utf8JsonWriter> write)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return () => new ReadOnlyMemoryContent(bytes.WrittenMemory) { Headers = { ContentType = Type } };
    }
}
