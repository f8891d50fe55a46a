namespace ContactSync.Reporting;

/// <summary>Rows that were left out for one reason.</summary>
public sealed record SkippedRows(string Reason, long Rows);

/// <summary>Where the extracted records of one side went: each has exactly one outcome. A run whose books do not balance does not commit.</summary>
public sealed record SideBooks(string Side, long Extracted, long Rejected, IReadOnlyList<SkippedRows> Skipped, long Review, long Planned, long Unchanged)
{
    public long SkippedInAll => Skipped.Sum(s => s.Rows);

    public bool Balanced => Extracted == Rejected + SkippedInAll + Review + Planned + Unchanged;

    /// <summary>The equation in words, zeros left out, with its verdict.</summary>
    public override string ToString() => Equation.Text(
        [(Extracted, "extracted")],
        [(Planned, "planned"), (Unchanged, "unchanged"), (SkippedInAll, $"skipped{Reasons()}"), (Review, "review"), (Rejected, "rejected")]);

    private string Reasons() => Skipped.Any(s => s.Rows > 0)
        ? $" ({string.Join(", ", Skipped.Where(s => s.Rows > 0).Select(s => $"{s.Reason} {Plain.Count(s.Rows)}"))})"
        : "";
}

/// <summary>What became of the rows meant for one target: those of this plan and those carried over from an earlier run.</summary>
public sealed record TargetBooks(string Target, long Planned, long CarriedOver, long Succeeded, long Failed, long Pending)
{
    public bool Balanced => Planned + CarriedOver == Succeeded + Failed + Pending;

    public override string ToString() => Equation.Text(
        [(Planned, "planned"), (CarriedOver, "carried over")], [(Succeeded, "succeeded"), (Failed, "failed"), (Pending, "pending")]);
}

/// <summary>An equation of counts as text.</summary>
internal static class Equation
{
    public static string Text((long Count, string Name)[] left, (long Count, string Name)[] right)
    {
        var difference = left.Sum(l => l.Count) - right.Sum(r => r.Count);
        return $"{Side(left)} = {Side(right)}   {(difference == 0 ? "ok" : $"OFF BY {Plain.Count(Math.Abs(difference))}")}";
    }

    private static string Side((long Count, string Name)[] terms)
    {
        var shown = terms.Where(t => t.Count != 0).ToArray();
        return shown.Length == 0 ? "0" : string.Join(" + ", shown.Select(t => $"{Plain.Count(t.Count)} {t.Name}"));
    }
}
