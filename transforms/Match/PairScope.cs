using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>Which pairs of a table with two sides are compared; with one side all are.</summary>
public sealed record PairScope(bool WithinLeft, bool WithinRight)
{
    /// <summary>Every pair.</summary>
    public static PairScope All { get; } = new(true, true);

    /// <summary>Whether the pair is to be compared.</summary>
    public bool Includes(PersonTable table, int left, int right)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.IsLeft(left) ? !table.IsLeft(right) || WithinLeft : table.IsLeft(right) || WithinRight;
    }
}
