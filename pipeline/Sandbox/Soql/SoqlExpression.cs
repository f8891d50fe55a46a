namespace ContactSync.Sandbox.Soql;

/// <summary>A condition of WHERE.</summary>
internal abstract record SoqlExpression;

internal sealed record SoqlAll(IReadOnlyList<SoqlExpression> Parts) : SoqlExpression;

internal sealed record SoqlAny(IReadOnlyList<SoqlExpression> Parts) : SoqlExpression;

internal sealed record SoqlNot(SoqlExpression Part) : SoqlExpression;

internal sealed record SoqlCompare(string Path, string Operator, SoqlToken Literal, int Column) : SoqlExpression
{
    /// <summary>In capitals; null for the field itself.</summary>
    public string? Function { get; init; }
}

internal sealed record SoqlIn(string Path, bool Negated, IReadOnlyList<SoqlToken> Literals, int Column) : SoqlExpression
{
    /// <summary>In capitals; null for the field itself.</summary>
    public string? Function { get; init; }
}

/// <summary>The ids another query finds: <c>Id IN (SELECT AccountId FROM Contact)</c>, or NOT IN.</summary>
internal sealed record SoqlSemiJoin(string Path, bool Negated, SoqlQuery Inner, int Column) : SoqlExpression;
