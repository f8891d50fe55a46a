namespace ContactSync.Config;

/// <summary>Whether something is done.</summary>
public enum Switch
{
    Off,
    On,
}

/// <summary>
/// What follows when the org refuses to create a record because it is there already. <paramref name="Lookup"/> on: the refused rows are looked up in the
/// org at the end of the load, those found are linked, and the next run sends them by Id. Off: they stay failed.
/// </summary>
public sealed record DuplicateOptions(Switch Lookup)
{
    /// <summary>The refusals that mean so.</summary>
    public IReadOnlyList<DuplicateError> Errors { get; init; } = [];

    /// <summary>What must hold between a refused record and one of the org for the two to be the same; all of it.</summary>
    public IReadOnlyList<MatchRule> Match { get; init; } = [];
}

/// <summary>
/// A refusal: its code, and a piece of its message, whatever its case and whatever stands before and after; any message when null.
/// </summary>
public sealed record DuplicateError(string Code, string? Message = null);

/// <summary>How a field is compared.</summary>
public enum MatchMethod
{
    /// <summary>By its key: case and form do not matter.</summary>
    Exact,

    /// <summary>By FuzzySharp's Ratio of the two name keys, 0 to 100.</summary>
    Fuzzy,
}

/// <summary>One field that must agree; <paramref name="AtLeast"/> is the least Ratio (1 to 100), for <see cref="MatchMethod.Fuzzy"/> and only there.</summary>
public sealed record MatchRule(string Field, MatchMethod Method, int? AtLeast = null);
