namespace ContactSync.Sandbox.Soql;

/// <summary>Reads SELECT ... FROM ... WHERE ... GROUP BY ... ORDER BY ... LIMIT ... OFFSET; throws MALFORMED_QUERY with the place at fault.</summary>
internal sealed class SoqlParser
{
    private const int LongestQuery = 100_000;
    private const int MostChildren = 20;

    private readonly TokenReader _tokens;

    private SoqlParser(TokenReader tokens) => _tokens = tokens;

    public static SoqlQuery Parse(string soql)
    {
        if (soql.Length > LongestQuery)
        {
            throw new SalesforceFault(400, "QUERY_TOO_COMPLICATED", "SOQL statements cannot be longer than 100000 characters.");
        }
        var parser = new SoqlParser(new TokenReader(soql));
        var query = parser.Whole();
        SemiJoinRules.Check(query);
        return query;
    }

    /// <summary>Reads a query inside the brackets of IN: fields, object and condition alone.</summary>
    public static SoqlQuery Inner(TokenReader tokens) => new SoqlParser(tokens).Head(inner: true);

    private SoqlQuery Whole()
    {
        var head = Head(inner: false);
        var group = head.CountOnly ? [] : Group();
        var query = head with
        {
            GroupBy = group,
            Having = group.Count > 0 && _tokens.Take("HAVING") ? new ConditionParser(_tokens, inner: true, having: true).Read() : null,
            OrderBy = Order(),
            Limit = _tokens.Take("LIMIT") ? _tokens.Whole() : null,
            Offset = _tokens.Take("OFFSET") ? _tokens.Whole() : null,
        };
        if (_tokens.Next.Is("FOR") && (_tokens.Second.Is("VIEW") || _tokens.Second.Is("REFERENCE")))
        {
            _tokens.Read();
            _tokens.Read();
        }
        if (_tokens.Next.Is("ALL") && _tokens.Second.Is("ROWS"))
        {
            throw SoqlFault.Malformed(_tokens.Soql, _tokens.Next.Column, "ALL ROWS not allowed in this context");
        }
        return _tokens.Next.Kind == TokenKind.End ? query : throw _tokens.Unexpected();
    }

    /// <summary>A function over the records of a group.</summary>
    public static bool IsTotal(string function) => function is "COUNT" or "COUNT_DISTINCT" or "MIN" or "MAX" or "SUM" or "AVG";

    /// <summary>Reads a query for children, after its opening bracket and up to, with, its closing one.</summary>
    private SoqlQuery Child()
    {
        var head = Head(inner: true);
        var query = head with { OrderBy = Order(), Limit = _tokens.Take("LIMIT") ? _tokens.Whole() : null };
        _tokens.Expect(")");
        return query.Aggregates ? throw SoqlFault.Malformed(_tokens.Soql, query.FromColumn, "Aggregate expressions are not allowed in a query for children") : query;
    }

    private SoqlQuery Head(bool inner)
    {
        _tokens.Expect("SELECT");
        var select = new List<SoqlSelect>();
        var children = new List<SoqlQuery>();
        do
        {
            if (!inner && _tokens.Next.Is("(") && _tokens.Second.Is("SELECT"))
            {
                _tokens.Read();
                children.Add(Child());
            }
            else if (_tokens.Next.Is("TYPEOF") && _tokens.Second.Kind == TokenKind.Word)
            {
                select.Add(TypeOf());
            }
            else
            {
                select.Add(SelectItem(mayBeBare: select.Count == 0));
            }
        }
        while (select is not [{ Path: "" }] && _tokens.Take(","));
        if (children.Count > MostChildren)
        {
            throw SoqlFault.Malformed(_tokens.Soql, children[MostChildren].FromColumn, $"Only {MostChildren} queries for children are allowed");
        }
        _tokens.Expect("FROM");
        var fromColumn = _tokens.Next.Column;
        var from = _tokens.Name();
        return new SoqlQuery(_tokens.Soql, select, from)
        {
            Children = children,
            FromColumn = fromColumn,
            Alias = _tokens.AtAlias ? _tokens.Name() : null,
            Scope = inner ? null : Scope(),
            Where = _tokens.Take("WHERE") ? new ConditionParser(_tokens, inner).Read() : null,
        };
    }

    private string? Scope()
    {
        if (!_tokens.Take("USING"))
        {
            return null;
        }
        _tokens.Expect("SCOPE");
        return _tokens.Name();
    }

    /// <summary>TYPEOF relationship WHEN object THEN fields, once or more, perhaps ELSE fields, END.</summary>
    private SoqlSelect TypeOf()
    {
        var column = _tokens.Next.Column;
        _tokens.Expect("TYPEOF");
        var path = _tokens.Name();
        var whens = new List<SoqlWhen>();
        do
        {
            _tokens.Expect("WHEN");
            var at = _tokens.Next.Column;
            var type = _tokens.Name();
            _tokens.Expect("THEN");
            whens.Add(new SoqlWhen(type, Names(), at));
        }
        while (_tokens.Next.Is("WHEN"));
        var otherwise = _tokens.Take("ELSE") ? Names() : null;
        _tokens.Expect("END");
        return new SoqlSelect(path, null, null, column) { TypeOf = new SoqlTypeOf(whens, otherwise) };
    }

    private List<SoqlName> Names()
    {
        var names = new List<SoqlName>();
        do
        {
            var column = _tokens.Next.Column;
            names.Add(new SoqlName(_tokens.Name(), column));
        }
        while (_tokens.Take(","));
        return names;
    }

    /// <summary>A bare <c>COUNT()</c> may only stand alone.</summary>
    private SoqlSelect SelectItem(bool mayBeBare)
    {
        var column = _tokens.Next.Column;
        var word = _tokens.Name();
        var function = _tokens.Next.Is("(") ? Function(word, column, withFields: true) : null;
        if (function is not null)
        {
            word = mayBeBare && function == "COUNT" && _tokens.Next.Is(")") ? "" : _tokens.Name();
            _tokens.Expect(")");
        }
        return new SoqlSelect(word, function, _tokens.AtAlias ? _tokens.Name() : null, column);
    }

    private string Function(string name, int column, bool withFields)
    {
        var function = name.ToUpperInvariant();
        _tokens.Expect("(");
        return IsTotal(function) || DateFunction.IsKnown(function) || (withFields && function == "FIELDS")
            ? function
            : throw SoqlFault.Malformed(_tokens.Soql, column, $"unexpected token: '{name}'");
    }

    private List<SoqlName> Group()
    {
        var group = new List<SoqlName>();
        if (_tokens.Take("GROUP"))
        {
            _tokens.Expect("BY");
            do
            {
                group.Add(GroupItem());
            }
            while (_tokens.Take(","));
        }
        return group;
    }

    private SoqlName GroupItem()
    {
        var column = _tokens.Next.Column;
        var name = _tokens.Name();
        if (!_tokens.Next.Is("("))
        {
            return new SoqlName(name, column);
        }
        if (!DateFunction.IsKnown(name.ToUpperInvariant()))
        {
            throw SoqlFault.Malformed(_tokens.Soql, column, $"unexpected token: '{name}'");
        }
        var function = Function(name, column, withFields: false);
        var path = _tokens.Name();
        _tokens.Expect(")");
        return new SoqlName(path, column) { Function = function };
    }

    private List<SoqlOrder> Order()
    {
        var order = new List<SoqlOrder>();
        if (_tokens.Take("ORDER"))
        {
            _tokens.Expect("BY");
            do
            {
                order.Add(OrderItem());
            }
            while (_tokens.Take(","));
        }
        return order;
    }

    private SoqlOrder OrderItem()
    {
        var column = _tokens.Next.Column;
        var path = _tokens.Name();
        var function = _tokens.Next.Is("(") ? Function(path, column, withFields: false) : null;
        if (function is not null)
        {
            path = _tokens.Name();
            _tokens.Expect(")");
        }
        var descending = _tokens.Take("DESC");
        _ = !descending && _tokens.Take("ASC");
        var last = false;
        if (_tokens.Take("NULLS"))
        {
            last = _tokens.Take("LAST");
            if (!last)
            {
                _tokens.Expect("FIRST");
            }
        }
        return new SoqlOrder(path, descending, last, column) { Function = function };
    }
}
