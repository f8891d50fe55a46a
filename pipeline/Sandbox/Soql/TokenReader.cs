using System.Collections.Frozen;
using System.Globalization;

namespace ContactSync.Sandbox.Soql;

/// <summary>The tokens of a query, read one after another; what does not fit is MALFORMED_QUERY at its place.</summary>
internal sealed class TokenReader(string soql)
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "AND", "ASC", "DESC", "EXCLUDES", "FIRST", "FROM", "GROUP", "HAVING", "IN", "INCLUDES", "LAST", "LIKE", "LIMIT", "NOT", "NULL", "NULLS", "OR", "SELECT", "USING", "WHERE", "WITH");

    private static readonly FrozenSet<string> Clauses = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "ORDER", "OFFSET", "FOR", "ALL", "UPDATE");

    private readonly List<SoqlToken> _tokens = SoqlLexer.Read(soql);
    private int _at;

    /// <summary>The whole text of the query.</summary>
    public string Soql => soql;

    public SoqlToken Next => _tokens[_at];

    /// <summary>The token after <see cref="Next"/>.</summary>
    public SoqlToken Second => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    /// <summary>The next word could be a name given to what stands before it, and not the next clause.</summary>
    public bool AtAlias => Next.Kind == TokenKind.Word && !Reserved.Contains(Next.Text) && !Clauses.Contains(Next.Text);

    public SoqlToken Read() => Next.Kind == TokenKind.End ? Next : _tokens[_at++];

    /// <summary>A name of a field, an object or a function; never a reserved word.</summary>
    public string Name() => Next.Kind == TokenKind.Word && !Reserved.Contains(Next.Text) ? Read().Text : throw Unexpected();

    public int Whole()
    {
        if (Next.Kind == TokenKind.Number && int.TryParse(Next.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            _at++;
            return value;
        }
        throw Unexpected();
    }

    public bool Take(string word)
    {
        if (!Next.Is(word))
        {
            return false;
        }
        _at++;
        return true;
    }

    public void Expect(string word)
    {
        if (!Take(word))
        {
            throw Unexpected();
        }
    }

    public SalesforceFault Unexpected() => SoqlFault.Malformed(soql, Next.Column, $"unexpected token: '{Next.Text}'");
}
