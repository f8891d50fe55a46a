namespace ContactSync.Sandbox.Soql;

/// <summary>A query as written, names not yet resolved. <see cref="Text"/> is all that was sent, also for a query inside another.</summary>
internal sealed record SoqlQuery(string Text, IReadOnlyList<SoqlSelect> Select, string From)
{
    /// <summary>Another name of the object, usable before a field and a dot.</summary>
    public string? Alias { get; init; }

    public SoqlExpression? Where { get; init; }

    /// <summary>Whose records are asked for, as <c>USING SCOPE</c> names them; null where it is left out.</summary>
    public string? Scope { get; init; }

    /// <summary>Queries for the children of each record, in the select list; <see cref="From"/> of each is the name of a relationship.</summary>
    public IReadOnlyList<SoqlQuery> Children { get; init; } = [];

    /// <summary>Where the object's name stands, counted from 1.</summary>
    public int FromColumn { get; init; } = 1;

    /// <summary>A condition on groups.</summary>
    public SoqlExpression? Having { get; init; }

    public IReadOnlyList<SoqlName> GroupBy { get; init; } = [];

    public IReadOnlyList<SoqlOrder> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int? Offset { get; init; }

    /// <summary><c>SELECT COUNT()</c>: only the total is asked for.</summary>
    public bool CountOnly => Select is [{ Function: "COUNT", Path: "" }];

    /// <summary>The answer has totals or groups in place of records.</summary>
    public bool Aggregates => GroupBy.Count > 0 || Select.Any(s => s.IsAggregate);
}

/// <summary>A field by its path and where in the query it stands.</summary>
internal sealed record SoqlName(string Path, int Column)
{
    /// <summary>A date function in capitals; null for the field itself.</summary>
    public string? Function { get; init; }
}

/// <summary>
/// One item of the select list: a field, or a function (in capitals) of a field. <see cref="Path"/> is empty for
/// <c>COUNT()</c>, and ALL, STANDARD or CUSTOM for <c>FIELDS</c>.
/// </summary>
internal sealed record SoqlSelect(string Path, string? Function, string? Alias, int Column)
{
    public bool IsAggregate => Function is not null and not "FIELDS";

    /// <summary>What TYPEOF says of the relationship <see cref="Path"/>; null for every other item.</summary>
    public SoqlTypeOf? TypeOf { get; init; }
}

/// <summary>The fields given of what a relationship leads to, by its object, and of all others; null where nothing is said of those.</summary>
internal sealed record SoqlTypeOf(IReadOnlyList<SoqlWhen> Whens, IReadOnlyList<SoqlName>? Otherwise);

/// <summary>One WHEN of TYPEOF.</summary>
internal sealed record SoqlWhen(string Type, IReadOnlyList<SoqlName> Fields, int Column);

/// <summary>One item of ORDER BY; nulls come first unless said otherwise.</summary>
internal sealed record SoqlOrder(string Path, bool Descending, bool NullsLast, int Column)
{
    public string? Function { get; init; }
}
