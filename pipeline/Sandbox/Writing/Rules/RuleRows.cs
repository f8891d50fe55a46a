namespace ContactSync.Sandbox.Writing.Rules;

/// <summary>A validation rule as written in a schema file; it names a condition, or a field no two records may share a value of.</summary>
internal sealed record ValidationRow(string Object, string Name, string Message)
{
    /// <summary>The rule is broken where this holds: what may follow WHERE in a query of the object.</summary>
    public string? Condition { get; init; }

    /// <summary>The rule is broken where another record has the same value of this field.</summary>
    public string? Existing { get; init; }

    /// <summary>The field the message belongs to; the whole record when left out.</summary>
    public string? Field { get; init; }

    /// <summary>The rule does not run for this user: <c>integration</c>, <c>admin</c> or a user name.</summary>
    public string? UnlessUser { get; init; }
}

/// <summary>A trigger as written: it makes another record for each new one whose lookup is blank, and fills the lookup.</summary>
internal sealed record TriggerRow(string Object, string Name, string Creates, string Into, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The refusal of the first record when the other cannot be saved; <c>{error}</c> is why, other words in braces are fields.</summary>
    public string Failure { get; init; } = "Failed to create {object} for {from} {Name}. {error}";

    public string? UnlessUser { get; init; }
}
