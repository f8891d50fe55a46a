namespace ContactSync.Config;

/// <summary>How people are matched where a profile identifies by weights, and in review.</summary>
/// <param name="MaxComparisons">Past so many comparisons foreseen nothing is compared and the run stops with advice (exit 4).</param>
/// <param name="Model">A model's file; null for the one that ships.</param>
public sealed record MatchOptions(long MaxComparisons, string? Model = null);
