namespace ContactSync.Doctor;

/// <summary>How a check ended.</summary>
public enum FindingState
{
    Ok,

    /// <summary>Worth knowing; nothing stops.</summary>
    Note,

    /// <summary>Something does not work until it is mended.</summary>
    Problem,
}

/// <summary>What a check found, and the steps that mend it, in order.</summary>
public sealed record Finding(FindingState State, string Check, string Found, params IReadOnlyList<string> Steps);
