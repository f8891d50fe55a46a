namespace ContactSync.Config;

/// <summary>One key: where it stands, what it takes, what it is when nobody sets it, and what it means.</summary>
/// <param name="Path">Dots between names; <c>[]</c> after a list.</param>
/// <param name="Default">As it would be written; null when the key is optional or required.</param>
/// <param name="Doc">Meaning and unit, and what a higher or lower value trades.</param>
internal sealed record ConfigKey(string Path, ValueRule Rule, string? Default, string Doc)
{
    /// <summary>Must be given wherever its object stands.</summary>
    public bool Required { get; init; }

    /// <summary>Another default where another key has a certain value.</summary>
    public (string Key, string Value, string Default)? Unless { get; init; }
}
