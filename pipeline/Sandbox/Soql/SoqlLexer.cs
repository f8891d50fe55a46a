using System.Text;

namespace ContactSync.Sandbox.Soql;

/// <summary>Cuts a query into tokens; throws MALFORMED_QUERY for what cannot be one.</summary>
internal static class SoqlLexer
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
                '\'' => new SoqlToken(TokenKind.Text, ReadText(soql, ref at), start + 1),
                _ when char.IsAsciiLetter(c) || c == '_' => new SoqlToken(TokenKind.Word, ReadWhile(soql, ref at, IsWord), start + 1),
                _ when char.IsAsciiDigit(c) || (c is '-' or '+' or '.' && at + 1 < soql.Length && char.IsAsciiDigit(soql[at + 1])) => ReadNumber(soql, ref at),
                _ => ReadSymbol(soql, ref at),
            });
        }
        tokens.Add(new SoqlToken(TokenKind.End, "<EOF>", soql.Length + 1));
        return tokens;
    }

    public static SalesforceFault Malformed(string what, int column) =>
        new(400, "MALFORMED_QUERY", $"ERROR at Row:1:Column:{column}\n{what}");

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
        return new SoqlToken(text.Length >= 10 && text[4] == '-' ? TokenKind.Instant : TokenKind.Number, text, start + 1);
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
        return soql[start] is '(' or ')' or ',' or '=' or '<' or '>'
            ? new SoqlToken(TokenKind.Symbol, soql[start].ToString(), start + 1)
            : throw Malformed($"unexpected token: '{soql[start]}'", start + 1);
    }

    private static string ReadText(string soql, ref int at)
    {
        var start = at++;
        var text = new StringBuilder();
        while (at < soql.Length && soql[at] != '\'')
        {
            if (soql[at] != '\\')
            {
                text.Append(soql[at++]);
                continue;
            }
            if (++at >= soql.Length)
            {
                break;
            }
            // The escapes of LIKE keep their backslash: the pattern must still tell \% from %.
            text.Append(soql[at] switch
            {
                'n' or 'N' => "\n",
                'r' or 'R' => "\r",
                't' or 'T' => "\t",
                'b' or 'B' => "\b",
                'f' or 'F' => "\f",
                '\'' or '"' or '\\' => soql[at].ToString(),
                '_' or '%' => "\\" + soql[at],
                _ => throw Malformed($"Illegal string escape: \\{soql[at]}", at + 1),
            });
            at++;
        }
        if (at >= soql.Length)
        {
            throw Malformed("unterminated string literal", start + 1);
        }
        at++;
        return text.ToString();
    }
}
