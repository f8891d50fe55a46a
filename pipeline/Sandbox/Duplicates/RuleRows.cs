namespace ContactSync.Sandbox.Duplicates;

/// <summary>A matching rule as written in a schema file; the names follow Salesforce's metadata.</summary>
internal sealed record MatchingRuleRow(string Object, string Name, IReadOnlyList<MatchItemRow> Items)
{
    /// <summary>How the items combine, such as <c>1 AND (2 OR 3)</c>; all of them when left out.</summary>
    public string? BooleanFilter { get; init; }

    /// <summary>The match keys, each the numbers of its items; taken from the filter when left out.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>The first two items, first and last name, are compared the other way round as well.</summary>
    public bool Transposes { get; init; }
}

/// <summary>One field of a matching rule.</summary>
internal sealed record MatchItemRow(string Field, string Method)
{
    /// <summary>Two blanks match; otherwise a blank never does.</summary>
    public bool MatchBlanks { get; init; }
}

/// <summary>A duplicate rule as written: a standard one by its name, what it leaves out as it stands, or one of one's own.</summary>
internal sealed record DuplicateRuleRow(string Name)
{
    public string? Object { get; init; }

    /// <summary><c>Allow</c> or <c>Block</c>.</summary>
    public string? ActionOnInsert { get; init; }

    public string? ActionOnUpdate { get; init; }

    /// <summary>Of an action Allow: <c>Alert</c>, <c>Report</c>, both or none.</summary>
    public IReadOnlyList<string>? OperationsOnInsert { get; init; }

    public IReadOnlyList<string>? OperationsOnUpdate { get; init; }

    public string? AlertText { get; init; }

    /// <summary>The rule does not run for this user: <c>integration</c>, <c>admin</c> or a user name.</summary>
    public string? UnlessUser { get; init; }

    public IReadOnlyList<MatchRuleRow>? MatchRules { get; init; }

    /// <summary>This rule where it says something, the other where it does not.</summary>
    public DuplicateRuleRow Over(DuplicateRuleRow standard) => standard with
    {
        ActionOnInsert = ActionOnInsert ?? standard.ActionOnInsert,
        ActionOnUpdate = ActionOnUpdate ?? standard.ActionOnUpdate,
        OperationsOnInsert = OperationsOnInsert ?? standard.OperationsOnInsert,
        OperationsOnUpdate = OperationsOnUpdate ?? standard.OperationsOnUpdate,
        AlertText = AlertText ?? standard.AlertText,
        UnlessUser = UnlessUser ?? standard.UnlessUser,
        MatchRules = MatchRules ?? standard.MatchRules,
    };
}

/// <summary>A matching rule a duplicate rule uses; of another object, with the saved record's field for each of its own that is named otherwise.</summary>
internal sealed record MatchRuleRow(string MatchingRule)
{
    public IReadOnlyDictionary<string, string> Mapping { get; init; } = new Dictionary<string, string>();
}

/// <summary>The standard rules, as they are shipped.</summary>
internal sealed record StandardRules(IReadOnlyList<MatchingRuleRow> MatchingRules, IReadOnlyList<DuplicateRuleRow> DuplicateRules);
