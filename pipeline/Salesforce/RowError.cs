using System.Text;

namespace ContactSync.Salesforce;

/// <summary>Why a Bulk job refused one row: the code, the org's words, the fields it names.</summary>
public sealed record RowError(string Code, string Message, IReadOnlyList<string> Fields)
{
    /// <summary>The code of a text that does not have the shape of a row error; the whole text is then its message.</summary>
    public const string UnknownCode = "UNKNOWN_ERROR";

    // What ends a list of fields: two hyphens; on its way through other systems' logs and re-thrown by triggers also one, or a dash.
    private static readonly string[] Tails = ["--", "\u2013", "\u2014", "-"];

    /// <summary>Splits UTF-8 text of an <c>sf__Error</c> column.</summary>
    public static RowError Parse(ReadOnlySpan<byte> text) => Parse(Encoding.UTF8.GetString(text));

    /// <summary>
    /// Splits <c>CODE:message:FieldA, FieldB --</c>: the code ends at the first colon, the fields begin after the last; the message between may
    /// hold colons, quotes, commas and line ends. A single hyphen or a dash may end the fields too. Never throws.
    /// </summary>
    public static RowError Parse(string text)
    {
        var first = text.IndexOf(':', StringComparison.Ordinal);
        if (first <= 0 || !text.AsSpan(0, first).ContainsOnlyCodeCharacters())
        {
            return new RowError(UnknownCode, text, []);
        }

        var code = text[..first];
        var last = text.LastIndexOf(':');
        var end = text.AsSpan().TrimEnd();
        foreach (var tail in Tails)
        {
            if (last > first && end.EndsWith(tail) && Split(end[(last + 1)..^tail.Length]) is { } fields)
            {
                return new RowError(code, text[(first + 1)..last], fields);
            }
        }

        return new RowError(code, text[(first + 1)..], []);
    }

    // Null where the text after the last colon is no list of names, so that it belongs to the message.
    private static string[]? Split(ReadOnlySpan<char> list)
    {
        var names = list.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.TrueForAll(names, name => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')) ? names : null;
    }
}

file static class CodeText
{
    public static bool ContainsOnlyCodeCharacters(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
