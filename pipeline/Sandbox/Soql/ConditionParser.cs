namespace ContactSync.Sandbox.Soql;

/// <summary>Reads the condition after WHERE. AND and OR do not mix without brackets, as in an org.</summary>
internal sealed class ConditionParser(TokenReader tokens, bool inner = false, bool having = false)
{
    // Deeper brackets than any query of use has; without an end they would exhaust the stack.
    private const int MaxDepth = 200;

    private int _depth;

    public SoqlExpression Read()
    {
        if (++_depth > MaxDepth)
        {
            throw new SalesforceFault(400, "QUERY_TOO_COMPLICATED", "Query is either selecting too many fields or the filter conditions are too complicated.");
        }
        var first = One();
        if (!tokens.Next.Is("AND") && !tokens.Next.Is("OR"))
        {
            _depth--;
            return first;
        }
        var word = tokens.Next.Text;
        var parts = new List<SoqlExpression> { first };
        while (tokens.Take(word))
        {
            parts.Add(One());
        }
        _depth--;
        return tokens.Next.Is("AND") || tokens.Next.Is("OR") ? throw tokens.Unexpected()
            : word.Equals("AND", StringComparison.OrdinalIgnoreCase) ? new SoqlAll(parts) : new SoqlAny(parts);
    }

    private SoqlExpression One()
    {
        if (tokens.Take("NOT"))
        {
            return Not();
        }
        if (tokens.Take("("))
        {
            var inner = Read();
            tokens.Expect(")");
            return inner;
        }
        var column = tokens.Next.Column;
        var path = tokens.Name();
        var function = tokens.Next.Is("(") ? Function(ref path, column) : null;
        var negated = tokens.Take("NOT");
        if (tokens.Take("IN"))
        {
            return Among(path, negated, column, function);
        }
        var op = tokens.Next;
        if (negated || (op is not { Kind: TokenKind.Symbol, Text: "=" or "!=" or "<" or "<=" or ">" or ">=" } && !op.Is("LIKE")))
        {
            throw tokens.Unexpected();
        }
        tokens.Read();
        return new SoqlCompare(path, op.Text.ToUpperInvariant(), Literal(), column) { Function = function };
    }

    /// <summary>A part of a date, or, after HAVING, a total.</summary>
    private string Function(ref string path, int column)
    {
        var function = path.ToUpperInvariant();
        if (!DateFunction.IsKnown(function) && !(having && SoqlParser.IsTotal(function)))
        {
            throw SoqlFault.Malformed(tokens.Soql, column, $"unexpected token: '{path}'");
        }
        tokens.Expect("(");
        path = tokens.Name();
        tokens.Expect(")");
        return function;
    }

    private SoqlNot Not()
    {
        if (tokens.Next.Is("NOT"))
        {
            throw tokens.Unexpected();
        }
        return new SoqlNot(One());
    }

    private SoqlExpression Among(string path, bool negated, int column, string? function)
    {
        if (tokens.Next.Is(":"))
        {
            throw Bind();
        }
        tokens.Expect("(");
        if (tokens.Next.Is("SELECT") && function is null)
        {
            if (inner)
            {
                throw SoqlFault.Malformed(tokens.Soql, column, "Nesting of semi join sub-selects is not supported");
            }
            var query = SoqlParser.Inner(tokens);
            tokens.Expect(")");
            return new SoqlSemiJoin(path, negated, query, column);
        }
        var literals = new List<SoqlToken>();
        do
        {
            literals.Add(Literal());
        }
        while (tokens.Take(","));
        tokens.Expect(")");
        return new SoqlIn(path, negated, literals, column) { Function = function };
    }

    private SoqlToken Literal()
    {
        var token = tokens.Next;
        if (token.Is(":"))
        {
            throw Bind();
        }
        if (token.Kind is TokenKind.Text or TokenKind.Number or TokenKind.Instant || token.Is("true") || token.Is("false") || token.Is("null"))
        {
            return tokens.Read();
        }
        if (token.Kind != TokenKind.Word || !RelativeDate.IsKnown(token.Text))
        {
            throw tokens.Unexpected();
        }
        tokens.Read();
        if (!RelativeDate.NeedsNumber(token.Text))
        {
            return token with { Kind = TokenKind.Relative };
        }
        tokens.Expect(":");
        return token with { Kind = TokenKind.Relative, Text = $"{token.Text}:{tokens.Whole()}" };
    }

    private SalesforceFault Bind() => SoqlFault.Malformed(tokens.Soql, tokens.Next.Column, "Bind variables only allowed in Apex code");
}
