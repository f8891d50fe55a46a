using ContactSync.Runs;

namespace ContactSync.Reporting;

/// <summary>Books as equations that a reader can add up; what is zero is left out.</summary>
public static class Equations
{
    public static string Of(SideBooks books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return Text(
            [(books.Extracted, "")],
            [
                (books.Planned, " planned"), (books.Unchanged, " unchanged"), (books.Skipped, " skipped" + Reasons(books.Skips)),
                (books.Review, " review" + Reasons(books.Reviews)), (books.Rejected, " rejected"),
            ]);
    }

    public static string Of(TargetBooks books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return Text(
            [(books.Planned, " planned"), (books.CarriedOver, " carried over")],
            [(books.Succeeded, " ok"), (books.Failed, " failed"), (books.Pending, " pending"), (books.Linked, " linked, sent by the next run"), (books.Moved, " moved since, left for the next run")]);
    }

    private static string Text((long Count, string Name)[] left, (long Count, string Name)[] right)
    {
        var difference = left.Sum(l => l.Count) - right.Sum(r => r.Count);
        return $"{Side(left)} = {Side(right)}   {(difference == 0 ? "ok" : $"OFF BY {Plain.Count(Math.Abs(difference))}")}";
    }

    private static string Side((long Count, string Name)[] terms)
    {
        var shown = terms.Where(t => t.Count != 0).ToArray();
        return shown.Length == 0 ? "0" : string.Join(" + ", shown.Select(t => Plain.Count(t.Count) + t.Name));
    }

    private static string Reasons(IReadOnlyList<ReasonCount> reasons)
    {
        var shown = reasons.Where(r => r.Records > 0).ToArray();
        return shown.Length == 0 ? "" : $" ({string.Join(", ", shown.Select(r => $"{r.Reason} {Plain.Count(r.Records)}"))})";
    }
}
