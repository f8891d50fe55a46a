using System.Collections.Immutable;
using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.Match;

/// <summary>
/// What an exact agreement weighs: the base-2 logarithm of how rare the value is, plus <paramref name="Agree"/>, kept between <paramref name="Least"/>
/// and <paramref name="Most"/>, all in hundredths of a bit. <paramref name="UsualOneIn"/> is how rare a value is taken to be before any is counted.
/// </summary>
public sealed record ExactWeight(int Agree, int Least, int Most, int UsualOneIn);

/// <summary>The weights of one comparison: of exact agreement by the value's rarity, of every other level flat; a level not listed weighs nothing.</summary>
public sealed record ComparisonWeights(ExactWeight? Exact, ImmutableDictionary<Level, int> Levels);

/// <summary>
/// Where the lines are, in hundredths of a bit above the odds of a random pair, whose logarithm the size of the table gives: what is certain enough to
/// take, what a person should look at, how far the next best must be behind (a plain distance), and what the pairs of two clusters must weigh on the mean.
/// </summary>
public sealed record Thresholds(int Match, int Review, int Margin, int Cohesion);

/// <summary>Most that agreeing on several fields that move together may weigh.</summary>
public sealed record GroupCap(ImmutableArray<Comparison> Fields, int Most);

/// <summary>
/// All that a decision hangs on and nothing of the data: weights, lines and candidate keys. Integers only, so every machine and thread agrees.
/// </summary>
public sealed record MatchModel
{
    /// <summary>By comparison; one that is missing weighs nothing.</summary>
    public required ImmutableDictionary<Comparison, ComparisonWeights> Comparisons { get; init; }

    /// <summary>The lines for taking a pair.</summary>
    public required Thresholds Thresholds { get; init; }

    /// <summary>Caps over several fields, an inner one before the outer that holds all its fields.</summary>
    public required ImmutableArray<GroupCap> Caps { get; init; }

    /// <summary>The candidate keys, in the order of the passes.</summary>
    public required ImmutableArray<CandidateKey> Keys { get; init; }

    /// <summary>Weighs against a pair whose given names are not alike and which has nothing of a person's own that agrees (id, birth date).</summary>
    public int Household { get; init; }

    /// <summary>Weighs against a pair that two facts exclude: Jr and Sr, two external ids.</summary>
    public int Veto { get; init; } = -10_000;
}
