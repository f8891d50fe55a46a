namespace ContactSync.Reporting;

/// <summary>A run in one line, for a chat or the tail of a log.</summary>
public static class RunSummary
{
    public static string Line(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var state = report.IsHeld ? "held by a guard" : report.State.ToString().ToLowerInvariant();
        if (report.Books is not { } books)
        {
            return $"{report.Run}: {state}";
        }

        List<string> parts =
        [
            $"{report.Run}: {state}", $"{Plain.Count(books.Local.Extracted)} + {Plain.Count(books.Org.Extracted)} read",
            $"Salesforce {Plain.Count(books.ToOrg.Creates)} new, {Plain.Count(books.ToOrg.Updates)} changed",
            $"local {Plain.Count(books.ToLocal.Creates)} new, {Plain.Count(books.ToLocal.Updates)} changed, {Plain.Count(books.ToLocal.Links)} linked",
        ];
        Add(parts, books.Local.Review + books.Org.Review, "to review");
        Add(parts, books.ToOrg.Linked, "refused as duplicates and linked");
        Add(parts, report.Drift.Sum(d => d.Records), "found to have drifted");
        Add(parts, books.ToOrg.Pending + books.ToLocal.Pending, "pending");
        parts.Add($"{Plain.Count(report.RowsFailed)} failed");
        parts.Add(books.Balance ? "books balance" : "BOOKS DO NOT BALANCE");
        parts.Add(Plain.Seconds(report.Elapsed));
        return string.Join(" · ", parts);
    }

    private static void Add(List<string> parts, long rows, string what)
    {
        if (rows > 0)
        {
            parts.Add($"{Plain.Count(rows)} {what}");
        }
    }
}
