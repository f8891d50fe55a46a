using System.Text.Json;

namespace ContactSync.Sandbox.Http;

/// <summary>What several endpoints ask of JSON bodies.</summary>
internal static class JsonBodies
{
    public static bool IsTrue(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
