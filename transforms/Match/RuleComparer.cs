using System.Collections.Immutable;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// Judges pairs by rules: the first that holds decides. The rank of a pair goes by the rule's place first and by the mean of its scores next, so that pairs
/// of one rank fit equally. Symmetric, pure, shared by all threads; allocates nothing.
/// </summary>
public sealed class RuleComparer : IPairWeigher
{
    /// <summary>The least rank of a pair that a rule holds for; 0 is that of one that none does.</summary>
    public const int Least = 1;

    // One rule's ranks: the mean of its scores in thousandths, 0 to 1000.
    private const int Step = 1001;

    private readonly Nicknames _nicknames;
    private readonly ImmutableArray<(PersonRole Field, RuleMethod Method)> _measures;
    private readonly (int Measure, int AtLeast, BlankMatch Blank)[][] _rules;

    public RuleComparer(RuleSet rules, Nicknames nicknames)
    {
        ArgumentNullException.ThrowIfNull(rules);
        (Rules, _nicknames) = (rules.Rules, nicknames);
        _measures = [.. Rules.SelectMany(r => r.Where).Select(c => (c.Field, c.Method)).Distinct()];

        // What costs least and tells most strangers apart is asked first; the result is the same in any order.
        _rules = [.. Rules.Select(r => r.Where.OrderBy(c => c.Method == RuleMethod.Exact ? 0 : 1).Select(c => (_measures.IndexOf((c.Field, c.Method)), c.AtLeast, c.Blank)).ToArray())];
    }

    /// <summary>The rules, the first to decide first.</summary>
    public ImmutableArray<NamedRule> Rules { get; }

    /// <summary>The rank of the pair; 0 where no rule holds.</summary>
    public int Score(Person left, Person right)
    {
        // No two rules ask the same of a pair twice.
        Span<sbyte> known = stackalloc sbyte[_measures.Length];
        known.Fill(-1);
        for (var rule = 0; rule < _rules.Length; rule++)
        {
            var sum = Sum(_rules[rule], left, right, known);
            if (sum >= 0)
            {
                return ((_rules.Length - rule) * Step) + (10 * sum / _rules[rule].Length);
            }
        }

        return 0;
    }

    /// <summary>The place of the rule that gave a rank, from 0; -1 for none.</summary>
    public int RuleOf(int rank) => rank < Least ? -1 : _rules.Length - (rank / Step);

    /// <summary>The mean of the rule's scores that gave a rank, 0 to 1000.</summary>
    public static int MeanOf(int rank) => rank % Step;

    /// <summary>What each condition of one rule scores, in the order they were given, and whether it holds.</summary>
    public void Explain(int rule, Person left, Person right, Span<(int Score, bool Holds)> conditions)
    {
        var where = Rules[rule].Where;
        for (var i = 0; i < where.Length; i++)
        {
            var score = Score(where[i].Field, where[i].Method, where[i].Blank, left, right);
            conditions[i] = (Math.Max(0, score), score >= where[i].AtLeast);
        }
    }

    /// <summary>The scores of a rule that holds, added up; -1 for one that does not.</summary>
    private int Sum((int Measure, int AtLeast, BlankMatch Blank)[] rule, Person left, Person right, Span<sbyte> known)
    {
        var sum = 0;
        foreach (var (measure, atLeast, blank) in rule)
        {
            var (field, method) = _measures[measure];
            var score = (int)known[measure];
            if (score < 0)
            {
                score = Score(field, method, blank, left, right);

                // What a blank gives hangs on the condition, a score does not.
                known[measure] = (sbyte)(RuleMethods.IsBlank(left, field) || RuleMethods.IsBlank(right, field) ? -1 : score);
            }

            if (score < atLeast || score < 0)
            {
                return -1;
            }

            sum += score;
        }

        return sum;
    }

    /// <summary>0 to 100; -1 where a blank makes the condition fail, whatever its line.</summary>
    private int Score(PersonRole field, RuleMethod method, BlankMatch blank, Person left, Person right)
    {
        var (leftBlank, rightBlank) = (RuleMethods.IsBlank(left, field), RuleMethods.IsBlank(right, field));
        return leftBlank || rightBlank
            ? leftBlank && rightBlank && blank == BlankMatch.Match ? 100 : -1
            : RuleMethods.Score(method, field, left, right, _nicknames);
    }
}
