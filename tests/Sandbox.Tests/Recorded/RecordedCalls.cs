using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Tests.Recorded;

/// <summary>A request once sent to a real org, and the JSON it gave.</summary>
internal sealed record RecordedCall(string Method, string Path, string? Body, JsonElement Reply);

/// <summary>Reads the calls out of recordings in YAML: of that language only what those files use, quoted texts folded over several lines.</summary>
internal static partial class RecordedCalls
{
    public static IEnumerable<RecordedCall> Read(string file)
    {
        var text = File.ReadAllText(file);
        foreach (var part in Request().Split(text).Skip(1))
        {
            // One recording was edited by hand and its request is no JSON any more.
            if (Scalar(part, "method") is { } method && Scalar(part, "uri") is { } uri && Scalar(part, "string") is { } reply && Parse(reply) is { } json && (Scalar(part, "body") is not { } body || Parse(body) is not null))
            {
                var path = uri[uri.IndexOf("/services", StringComparison.Ordinal)..].Replace("vxx.0", "v66.0", StringComparison.Ordinal);
                yield return new RecordedCall(method, path, Scalar(part, "body")?.Replace("vxx.0", "v66.0", StringComparison.Ordinal), json);
            }
        }
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return text.StartsWith('{') || text.StartsWith('[') ? JsonElement.Parse(text) : null;
        }
        catch (JsonException)
        {
            // Some recordings are shortened with dots.
            return null;
        }
    }

    /// <summary>The text of a key; null when it is null, a list or missing.</summary>
    private static string? Scalar(string part, string key)
    {
        var found = Regex.Match(part, $@"^\s*(?:- )?{key}:\s*(?<start>\S)", RegexOptions.Multiline);
        if (!found.Success)
        {
            return null;
        }
        var at = found.Groups["start"].Index;
        if (part[at] is not ('\'' or '"'))
        {
            var line = part[at..part.IndexOf('\n', at)].Trim();
            return line == "null" ? null : line.StartsWith('&') || line.StartsWith('{') ? null : line;
        }
        return part[at] == '"' ? Double(part, at + 1) : Single(part, at + 1);
    }

    private static string Single(string part, int at)
    {
        var end = at;
        while (part[end] != '\'' || (end + 1 < part.Length && part[end + 1] == '\''))
        {
            end += part[end] == '\'' ? 2 : 1;
        }
        return Fold().Replace(part[at..end], Newlines).Replace("''", "'", StringComparison.Ordinal);
    }

    private static string Double(string part, int at)
    {
        var text = new StringBuilder();
        for (; part[at] != '"'; at++)
        {
            if (part[at] == '\\')
            {
                at++;
                if (part[at] == '\n')
                {
                    at = Skip(part, at + 1) - 1;
                    continue;
                }
                text.Append(part[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var c => c });
            }
            else if (part[at] == '\n')
            {
                text.Append(' ');
                at = Skip(part, at + 1) - 1;
            }
            else
            {
                text.Append(part[at]);
            }
        }
        return text.ToString();
    }

    private static int Skip(string part, int at)
    {
        while (part[at] is ' ' or '\t')
        {
            at++;
        }
        return at;
    }

    private static string Newlines(Match match) => match.Value.Count(c => c == '\n') > 1 ? "\n" : " ";

    [GeneratedRegex(@"^\s*(?:- )?(?:&\w+\s+)?request:", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex Fold();
}
