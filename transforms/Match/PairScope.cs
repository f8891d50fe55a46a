namespace ContactSync.Transforms.Match;

/// <summary>Which pairs of a table with two sides are compared; with one side all are.</summary>
public sealed record PairScope(bool WithinLeft, bool WithinRight)
{
    /// <summary>Every pair.</summary>
    public static PairScope All { get; } = new(true, true);
}
