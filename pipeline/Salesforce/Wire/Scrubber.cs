using System.Text;
using System.Text.RegularExpressions;

namespace ContactSync.Salesforce.Wire;

/// <summary>Makes a foreign text safe to show: no markup, no control characters, no token, at most 200 characters.</summary>
internal static partial class Scrubber
{
    private const int Longest = 200;

    /// <summary>The start of a body as text; <paramref name="secrets"/> are cut out wherever they stand.</summary>
    public static string Excerpt(ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        var text = Encoding.UTF8.GetString(body.Length > 8_192 ? body[..8_192] : body);
        text = Tags().Replace(text, " ");
        return Text(text, secrets, Longest);
    }

    /// <summary>A message of the org, with secrets and control characters taken out.</summary>
    public static string Text(string text, IEnumerable<string> secrets, int longest = 2_000)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        text = Secrets().Replace(text, "***");
        text = Unprintable().Replace(text, " ").Trim();
        return text.Length > longest ? text[..longest] + "…" : text;
    }

    [GeneratedRegex(@"<(script|style)\b.*?</\1\s*>|<[^>]*>", RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"00D[A-Za-z0-9]{12,15}![^\s""'<>&]+|\b(?:sid|access_token|refresh_token|assertion|client_secret)[""']?\s*[=:]\s*[""']?[^\s""'&<>]+|\b(?:Bearer|OAuth)\s+[A-Za-z0-9._!~+/=-]{20,}", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Secrets();

    [GeneratedRegex(@"[\p{C}\s]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Unprintable();
}
