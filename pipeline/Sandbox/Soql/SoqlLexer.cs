using System.Text;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Soql;

/// <summary>Cuts a query into tokens; throws MALFORMED_QUERY for what cannot be one.</summary>
internal static partial class SoqlLexer
{
    public static List<SoqlToken> Read(string soql)
    {
        var tokens = new List<SoqlToken>();
        for (var at = 0; at < soql.Length;)
        {
            var c = soql[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }
            var start = at;
            tokens.Add(c switch
            {
                '\'' => ReadText(soql, ref at),
                _ when char.IsAsciiLetter(c) || c == '_' => new SoqlToken(TokenKind.Word, ReadWhile(soql, ref at, IsWord), start + 1),
                _ when char.IsAsciiDigit(c) || (c is '-' or '+' or '.' && at + 1 < soql.Length && char.IsAsciiDigit(soql[at + 1])) => ReadNumber(soql, ref at),
                _ => ReadSymbol(soql, ref at),
            });
        }
        tokens.Add(new SoqlToken(TokenKind.End, "<EOF>", Math.Max(1, soql.Length)));
        return tokens;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';

    private static string ReadWhile(string soql, ref int at, Func<char, bool> part)
    {
        var start = at;
        while (at < soql.Length && part(soql[at]))
        {
            at++;
        }
        return soql[start..at];
    }

    private static SoqlToken ReadNumber(string soql, ref int at)
    {
        var start = at++;
        while (at < soql.Length && (char.IsAsciiLetterOrDigit(soql[at]) || soql[at] is '-' or '+' or ':' or '.'))
        {
            at++;
        }
        var text = soql[start..at];
        if (text.Length < 5 || text[4] != '-' || text.AsSpan(0, 4).ContainsAnyExceptInRange('0', '9'))
        {
            return new SoqlToken(TokenKind.Number, text, start + 1);
        }
        return Instants().IsMatch(text) ? new SoqlToken(TokenKind.Instant, text, start + 1) : throw SoqlFault.Character(soql, at);
    }

    private static SoqlToken ReadSymbol(string soql, ref int at)
    {
        var start = at;
        var two = at + 1 < soql.Length ? soql.Substring(at, 2) : "";
        if (two is "!=" or "<=" or ">=" or "<>")
        {
            at += 2;
            return new SoqlToken(TokenKind.Symbol, two == "<>" ? "!=" : two, start + 1);
        }
        at++;
        return soql[start] is '(' or ')' or ',' or '=' or '<' or '>' or ':'
            ? new SoqlToken(TokenKind.Symbol, soql[start].ToString(), start + 1)
            : throw SoqlFault.Character(soql, start);
    }

    private static SoqlToken ReadText(string soql, ref int at)
    {
        var start = at++;
        var text = new StringBuilder();
        var pattern = new StringBuilder();
        while (at < soql.Length && soql[at] != '\'')
        {
            var escaped = soql[at] == '\\';
            if (escaped && ++at >= soql.Length)
            {
                break;
            }
            var c = escaped ? Unescape(soql, at) : soql[at];
            text.Append(c);
            pattern.Append(escaped && c is '%' or '_' or '\\' ? "\\" : "").Append(c);
            at++;
        }
        if (at >= soql.Length)
        {
            throw SoqlFault.Unclosed(soql);
        }
        at++;
        return new SoqlToken(TokenKind.Text, text.ToString(), start + 1) { Pattern = pattern.ToString() };
    }

    private static char Unescape(string soql, int at) => soql[at] switch
    {
        'n' or 'N' => '\n',
        'r' or 'R' => '\r',
        't' or 'T' => '\t',
        'b' or 'B' => '\b',
        'f' or 'F' => '\f',
        '\'' or '"' or '\\' or '_' or '%' => soql[at],
        _ => throw SoqlFault.Malformed(soql, at + 1, $"Invalid string literal '\\{soql[at]}'. Illegal character sequence '\\{soql[at]}' in string literal."),
    };

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:?\d\d))?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Instants();
}
