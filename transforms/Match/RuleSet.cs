using System.Collections.Immutable;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// One thing that must hold between two records: their values of a field score at least <paramref name="AtLeast"/>, 0 to 100, by a method.
/// </summary>
public sealed record RuleCondition(PersonRole Field, RuleMethod Method, int AtLeast, BlankMatch Blank = BlankMatch.NotAllowed);

/// <summary>A name, and the conditions that must all hold.</summary>
public sealed record NamedRule(string Name, ImmutableArray<RuleCondition> Where);

/// <summary>Rules in order: the first one that holds decides. What is joined by OR is written as two rules.</summary>
public sealed class RuleSet
{
    /// <summary>The most rules of a set.</summary>
    public const int MaxRules = 50;

    /// <summary>The most conditions of a rule.</summary>
    public const int MaxConditions = 20;

    /// <summary>Throws <see cref="ArgumentException"/> for no rule, more than the bounds, a rule without condition, a name twice, a method that is not for its field, or a line outside 0 to 100.</summary>
    public RuleSet(ImmutableArray<NamedRule> rules)
    {
        if (rules.IsDefaultOrEmpty || rules.Length > MaxRules || rules.Any(r => r.Where.IsDefaultOrEmpty || r.Where.Length > MaxConditions))
        {
            throw new ArgumentException($"A set has 1 to {MaxRules} rules, a rule 1 to {MaxConditions} conditions.", nameof(rules));
        }

        if (rules.DistinctBy(r => r.Name, StringComparer.Ordinal).Count() != rules.Length || rules.SelectMany(r => r.Where).Any(c => c.AtLeast is < 0 or > 100 || !RuleMethods.Fits(c.Method, c.Field)))
        {
            throw new ArgumentException("Names are unique, lines from 0 to 100, and a method compares what it is for.", nameof(rules));
        }

        Rules = rules;
    }

    /// <summary>The rules, the first to decide first.</summary>
    public ImmutableArray<NamedRule> Rules { get; }
}
