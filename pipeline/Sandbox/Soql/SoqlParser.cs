using System.Globalization;

namespace ContactSync.Sandbox.Soql;

/// <summary>Reads SELECT ... FROM ... WHERE ... ORDER BY ... LIMIT ... OFFSET; throws MALFORMED_QUERY with the column at fault.</summary>
internal sealed class SoqlParser
{
    private const int LongestQuery = 100_000;

    private readonly List<SoqlToken> _tokens;
    private readonly string _soql;
    private int _at;

    private SoqlParser(string soql)
    {
        _soql = soql;
        _tokens = SoqlLexer.Read(soql);
    }

    private SoqlToken Next => _tokens[_at];

    public static SoqlQuery Parse(string soql)
    {
        if (soql.Length > LongestQuery)
        {
            throw new SalesforceFault(400, "QUERY_TOO_COMPLICATED", "SOQL statements cannot be longer than 100000 characters.");
        }
        return new SoqlParser(soql).Query();
    }

    private SoqlQuery Query()
    {
        Expect("SELECT");
        var select = new List<SoqlSelect>();
        do
        {
            select.Add(SelectItem(mayBeBare: select.Count == 0));
        }
        while (select is not [{ Path: "" }] && Take(","));
        Expect("FROM");
        var from = Word();
        if (Next.Kind == TokenKind.Word && !Next.Is("WHERE") && !Next.Is("ORDER") && !Next.Is("LIMIT") && !Next.Is("OFFSET") && !Next.Is("USING") && !Next.Is("WITH") && !Next.Is("GROUP") && !Next.Is("FOR") && !Next.Is("ALL"))
        {
            Word();
        }
        var where = Take("WHERE") ? Any() : null;
        var order = Order();
        var limit = Take("LIMIT") ? Whole() : (int?)null;
        var offset = Take("OFFSET") ? Whole() : (int?)null;
        if (Take("ALL"))
        {
            Expect("ROWS");
        }
        return Next.Kind == TokenKind.End
            ? new SoqlQuery(_soql, select, from) { Where = where, OrderBy = order, Limit = limit, Offset = offset }
            : throw Unexpected();
    }

    /// <summary>A bare <c>COUNT()</c> may only stand alone.</summary>
    private SoqlSelect SelectItem(bool mayBeBare)
    {
        var column = Next.Column;
        var word = Word();
        string? function = null;
        if (Take("("))
        {
            function = word.ToUpperInvariant();
            word = mayBeBare && Next.Is(")") ? "" : Word();
            Expect(")");
            if (function != "COUNT")
            {
                throw SoqlLexer.Malformed($"Only COUNT is known here, not {function}", column);
            }
        }
        var alias = Next.Kind == TokenKind.Word && !Next.Is("FROM") ? Word() : null;
        return new SoqlSelect(word, function, alias, column);
    }

    private List<SoqlOrder> Order()
    {
        var order = new List<SoqlOrder>();
        if (!Take("ORDER"))
        {
            return order;
        }
        Expect("BY");
        do
        {
            var column = Next.Column;
            var path = Word();
            var descending = Take("DESC");
            _ = !descending && Take("ASC");
            var last = false;
            if (Take("NULLS"))
            {
                last = Take("LAST");
                if (!last)
                {
                    Expect("FIRST");
                }
            }
            order.Add(new SoqlOrder(path, descending, last, column));
        }
        while (Take(","));
        return order;
    }

    private SoqlExpression Any()
    {
        var first = All();
        if (!Next.Is("OR"))
        {
            return first;
        }
        var parts = new List<SoqlExpression> { first };
        while (Take("OR"))
        {
            parts.Add(All());
        }
        return Next.Is("AND") ? throw Unexpected() : new SoqlAny(parts);
    }

    private SoqlExpression All()
    {
        var first = One();
        if (!Next.Is("AND"))
        {
            return first;
        }
        var parts = new List<SoqlExpression> { first };
        while (Take("AND"))
        {
            parts.Add(One());
        }
        return new SoqlAll(parts);
    }

    private SoqlExpression One()
    {
        if (Take("NOT"))
        {
            return new SoqlNot(One());
        }
        if (Take("("))
        {
            var inner = Any();
            Expect(")");
            return inner;
        }
        var column = Next.Column;
        var path = Word();
        var negated = Take("NOT");
        if (Take("IN"))
        {
            return new SoqlIn(path, negated, Literals(), column);
        }
        if (negated)
        {
            throw Unexpected();
        }
        var op = Next;
        if (op is not { Kind: TokenKind.Symbol, Text: "=" or "!=" or "<" or "<=" or ">" or ">=" } && !op.Is("LIKE"))
        {
            throw Unexpected();
        }
        _at++;
        return new SoqlCompare(path, op.Text.ToUpperInvariant(), Literal(), column);
    }

    private List<SoqlToken> Literals()
    {
        Expect("(");
        var literals = new List<SoqlToken>();
        do
        {
            literals.Add(Literal());
        }
        while (Take(","));
        Expect(")");
        return literals;
    }

    private SoqlToken Literal()
    {
        var token = Next;
        if (token.Kind is TokenKind.Text or TokenKind.Number or TokenKind.Instant || token.Is("true") || token.Is("false") || token.Is("null"))
        {
            _at++;
            return token;
        }
        throw Unexpected();
    }

    private int Whole()
    {
        var token = Next;
        if (token.Kind == TokenKind.Number && int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            _at++;
            return value;
        }
        throw Unexpected();
    }

    private string Word()
    {
        if (Next.Kind != TokenKind.Word)
        {
            throw Unexpected();
        }
        return _tokens[_at++].Text;
    }

    private bool Take(string word)
    {
        if (!Next.Is(word))
        {
            return false;
        }
        _at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            throw Unexpected();
        }
    }

    private SalesforceFault Unexpected() => SoqlLexer.Malformed($"unexpected token: '{Next.Text}'", Next.Column);
}
