namespace ContactSync.Sandbox.Soql;

/// <summary>A query as written, names not yet resolved.</summary>
internal sealed record SoqlQuery(string Text, IReadOnlyList<SoqlSelect> Select, string From)
{
    public SoqlExpression? Where { get; init; }

    public IReadOnlyList<SoqlOrder> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int? Offset { get; init; }

    /// <summary><c>SELECT COUNT()</c>: only the total is asked for.</summary>
    public bool CountOnly => Select is [{ Function: "COUNT", Path: "" }];

    public bool Aggregates => Select.Any(s => s.Function is not null);
}

/// <summary>One item of the select list; <see cref="Path"/> is empty for <c>COUNT()</c>.</summary>
internal sealed record SoqlSelect(string Path, string? Function, string? Alias, int Column);

/// <summary>One item of ORDER BY; nulls come first unless said otherwise.</summary>
internal sealed record SoqlOrder(string Path, bool Descending, bool NullsLast, int Column);

/// <summary>A condition of WHERE.</summary>
internal abstract record SoqlExpression;

internal sealed record SoqlAll(IReadOnlyList<SoqlExpression> Parts) : SoqlExpression;

internal sealed record SoqlAny(IReadOnlyList<SoqlExpression> Parts) : SoqlExpression;

internal sealed record SoqlNot(SoqlExpression Part) : SoqlExpression;

internal sealed record SoqlCompare(string Path, string Operator, SoqlToken Literal, int Column) : SoqlExpression;

internal sealed record SoqlIn(string Path, bool Negated, IReadOnlyList<SoqlToken> Literals, int Column) : SoqlExpression;
