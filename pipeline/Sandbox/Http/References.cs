using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Http;

/// <summary>The replies of a composite request so far, and what <c>@{name.field}</c> and <c>@{name.records[0].Id}</c> mean by them.</summary>
internal sealed partial class References
{
    private readonly Dictionary<string, SubReply> _replies = new(StringComparer.Ordinal);

    public void Add(string name, SubReply reply) => _replies[name] = reply;

    /// <summary>The names a text refers to, whether there is such a reply or not.</summary>
    public static IEnumerable<string> Names(string text) => Reference().Matches(text).Select(m => First(m.Groups[1].Value));

    public string Replace(string text) =>
        text.Contains("@{", StringComparison.Ordinal) ? Reference().Replace(text, m => Value(m.Groups[1].Value)) : text;

    private static string First(string path) => path.Split('.', '[')[0];

    private string Value(string path)
    {
        var name = First(path);
        if (!_replies.TryGetValue(name, out var reply) || reply.Failed || reply.Body is not { } value)
        {
            throw Lost(name, path);
        }
        foreach (Match step in Step().Matches(path[name.Length..]))
        {
            if (step.Groups[2].Success)
            {
                var index = int.Parse(step.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
                value = value.ValueKind == JsonValueKind.Array && index < value.GetArrayLength() ? value[index] : throw Lost(name, path);
            }
            else
            {
                value = value.ValueKind == JsonValueKind.Object && Find(value, step.Groups[1].Value) is { } next ? next : throw Lost(name, path);
            }
        }
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw Lost(name, path),
        };
    }

    private static JsonElement? Find(JsonElement value, string name)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }
        return null;
    }

    private static SalesforceFault Lost(string name, string path) =>
        new(400, "PROCESSING_HALTED", $"Invalid reference specified. No value for {path} found in {name}");

    [GeneratedRegex(@"@\{([A-Za-z0-9][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+|\[[0-9]{1,6}\])*)\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\.([A-Za-z0-9_]+)|\[([0-9]{1,6})\]")]
    private static partial Regex Step();
}
