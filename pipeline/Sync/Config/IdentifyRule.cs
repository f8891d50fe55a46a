using ContactSync.Transforms.Match;

namespace ContactSync.Config;

/// <summary>A rule for who is who: its name, and what must hold, all of it.</summary>
public sealed record IdentifyRule(string Name)
{
    /// <summary>The conditions.</summary>
    public IReadOnlyList<IdentifyCondition> Where { get; init; } = [];
}

/// <summary>
/// A condition: a field, how it is compared, and the least score of 0 to 100, which every method but <see cref="RuleMethod.Exact"/> needs. Blanks are not
/// allowed unless it says so.
/// </summary>
public sealed record IdentifyCondition(string Field, RuleMethod Method, int? AtLeast = null, BlankMatch? Blank = null);

/// <summary>A file of rules, as <c>evaluate --rules</c> takes it.</summary>
internal sealed record RulesOptions
{
    /// <summary>The rules.</summary>
    public IReadOnlyList<IdentifyRule> Rules { get; init; } = [];
}
