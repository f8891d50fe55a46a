namespace ContactSync.Config;

/// <summary>The keys of rules: the same in a profile and in a file of their own.</summary>
internal static class RuleSchema
{
    private static readonly ChoiceRule Methods = new("exact", "fuzzy", "jaroWinkler", "firstName", "lastName", "phone", "city", "street", "zip", "company");

    /// <summary>A file of rules, whose fields are roles.</summary>
    public static ConfigSchema File { get; } = new(Keys("rules", new TextRule("what a field says, such as last_name or email")));

    public static IEnumerable<ConfigKey> Keys(string path, ValueRule field) =>
    [
        new($"{path}[].name", new TextRule("a name"), null, "A rule: its name in explanations. The first rule that holds between two records decides.") { Required = true },
        new($"{path}[].where[].field", field, null, "A field that must agree; all conditions of a rule must hold.") { Required = true },
        new($"{path}[].where[].method", Methods, null, "How it is compared, 0 to 100; docs/matching.md says what each method gives.") { Required = true },
        new($"{path}[].where[].atLeast", new WholeRule(0, 100), null, "The least score at which the condition holds; exact has none. Lower links more."),
        new($"{path}[].where[].blank", new ChoiceRule("notAllowed", "match"), null, "Where a value is blank: the condition fails (notAllowed, also when left out), or holds where both are (match)."),
    ];
}
