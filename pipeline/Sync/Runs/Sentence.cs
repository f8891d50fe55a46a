namespace ContactSync.Runs;

/// <summary>Makes a sentence of what was written to follow a colon.</summary>
internal static class Sentence
{
    public static string Of(string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(what);
        return char.ToUpperInvariant(what[0]) + what[1..].TrimEnd('.') + ".";
    }
}
