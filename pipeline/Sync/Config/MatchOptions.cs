namespace ContactSync.Config;

/// <summary>How people are matched where a profile identifies by weights, and in review.</summary>
/// <param name="MaxComparisons">Past so many comparisons foreseen nothing is compared and the run stops with advice (exit 4).</param>
/// <param name="LinkMargin">Bits of evidence above the model's line for a match from which a run links by itself; what lies below is left to a person.</param>
/// <param name="Model">A model's file; null for the one that ships.</param>
public sealed record MatchOptions(long MaxComparisons, int LinkMargin, string? Model = null);
