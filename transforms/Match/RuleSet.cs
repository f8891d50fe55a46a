using System.Collections.Immutable;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>How a rule compares one field, 0 to 100.</summary>
public enum RuleMethod
{
    /// <summary>100 for equal values, else 0.</summary>
    Exact,

    /// <summary>FuzzySharp's Ratio.</summary>
    Ratio,

    /// <summary>Jaro-Winkler in hundredths.</summary>
    JaroWinkler,

    /// <summary>As Ratio, but a nickname or an initial of the other counts 100.</summary>
    GivenName,

    /// <summary>Ratio of the words in one text with blanks left out.</summary>
    Words,

    /// <summary>100 where the last seven digits are the same, else 0.</summary>
    Digits,
}

/// <summary>What a blank on one side or both means to a rule.</summary>
public enum RuleBlanks
{
    /// <summary>The condition fails.</summary>
    NotAllowed,

    /// <summary>The condition holds.</summary>
    Match,
}

/// <summary>A field must be at least so much alike.</summary>
public sealed record RuleCondition(PersonField Field, RuleMethod Method, int AtLeast, RuleBlanks Blanks = RuleBlanks.NotAllowed);

/// <summary>A named rule: where all conditions hold, the pair scores <paramref name="Score"/>, 0 to 100.</summary>
public sealed record MatchRule(string Name, int Score, ImmutableArray<RuleCondition> Conditions);

/// <summary>The verdict of a rule set on a pair: the first rule that held, and its score.</summary>
public readonly record struct RuleVerdict(MatchRule? Rule, int Score);

/// <summary>Ordered rules over normalised records, the first that holds decides; none gives 0. Pure, symmetric, allocates nothing.</summary>
public sealed class RuleSet(ImmutableArray<MatchRule> rules, Nicknames nicknames)
{
    /// <summary>The same e-mail address, and first and last name both at least so much alike by FuzzySharp's Ratio: the plain rule that many systems have.</summary>
    public static ImmutableArray<MatchRule> EmailAndNames(int atLeast) =>
    [
        new("e-mail and names", 100,
        [
            new(PersonField.Email, RuleMethod.Exact, 100), new(PersonField.First, RuleMethod.Ratio, atLeast), new(PersonField.Last, RuleMethod.Ratio, atLeast),
        ]),
    ];

    /// <summary>The first rule that holds.</summary>
    public RuleVerdict Apply(Person left, Person right)
    {
        foreach (var rule in rules)
        {
            if (Holds(rule, left, right))
            {
                return new RuleVerdict(rule, rule.Score);
            }
        }

        return default;
    }

    private bool Holds(MatchRule rule, Person left, Person right)
    {
        foreach (var condition in rule.Conditions)
        {
            var one = left[condition.Field];
            var other = right[condition.Field];
            var holds = one.IsEmpty || other.IsEmpty ? condition.Blanks == RuleBlanks.Match : Percent(condition.Method, one, other) >= condition.AtLeast;
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private int Percent(RuleMethod method, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => method switch
    {
        RuleMethod.Exact => left.SequenceEqual(right) ? 100 : 0,
        RuleMethod.Ratio => IndelRatio.Percent(left, right),
        RuleMethod.JaroWinkler => FieldLevels.Likeness(left, right) / 10,
        RuleMethod.GivenName => FieldLevels.First(left, right, true, nicknames) is Level.Exact or Level.Same or Level.Part ? 100 : IndelRatio.Percent(left, right),
        RuleMethod.Words => FieldLevels.Text(left, right, true) is Level.Exact or Level.Same ? 100 : IndelRatio.Percent(left, right),
        RuleMethod.Digits => FieldLevels.Phone(left, right) is Level.Exact or Level.Part ? 100 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Not a method."),
    };
}
