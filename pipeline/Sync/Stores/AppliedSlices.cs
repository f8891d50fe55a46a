using System.Text.Json;
using ContactSync.DuckDb;

namespace ContactSync.Stores;

/// <summary>
/// The record of the slices already applied, written in the transaction of each: after a crash a slice is either wholly there with its outcomes
/// or not at all. The slices of the last <see cref="RunsKept"/> runs are kept.
/// </summary>
internal static class AppliedSlices
{
    /// <summary>More runs than can be open at once, so that no run that may still be resumed is forgotten.</summary>
    public const int RunsKept = 8;

    /// <summary>The recorded outcomes of a slice; null when it was never applied.</summary>
    /// <exception cref="StoreException">The slice recorded under this number held other writes.</exception>
    public static IReadOnlyList<StoreOutcome>? Find(DuckConnection connection, StoreSlice slice)
    {
        if (Find(connection, slice.Run, slice.Number) is not { } recorded)
        {
            return null;
        }
        var outcomes = JsonSerializer.Deserialize<StoreOutcome[]>(recorded)!;
        return outcomes.Select(o => o.PlanRow).SequenceEqual(slice.Writes.Select(w => w.PlanRow)) ? outcomes
            : throw Other(slice.Run, slice.Number);
    }

    /// <summary>The recorded totals of a link slice; null when it was never applied.</summary>
    /// <exception cref="StoreException">The slice recorded under this number held another number of rows.</exception>
    public static LinkTotals? FindLinks(DuckConnection connection, LinkSlice slice)
    {
        if (Find(connection, slice.Run, slice.Number) is not { } recorded)
        {
            return null;
        }
        var totals = JsonSerializer.Deserialize<LinkTotals>(recorded)!;
        return totals.Applied + totals.Refused == slice.Rows.RowCount ? totals : throw Other(slice.Run, slice.Number);
    }

    /// <summary>Records what a slice came to, as JSON in UTF-8, and forgets runs that are long over.</summary>
    public static void Record(DuckConnection connection, string run, int number, ReadOnlySpan<byte> outcomes)
    {
        using (var forget = connection.Prepare(
            $"DELETE FROM applied_slice WHERE run <> $1 AND run NOT IN (SELECT DISTINCT run FROM applied_slice WHERE run <> $1 ORDER BY run DESC LIMIT {RunsKept - 1})"))
        {
            forget.Bind(1, run);
            forget.Execute();
        }
        using var insert = connection.Prepare("INSERT INTO applied_slice VALUES ($1, $2, $3)");
        insert.Bind(1, run);
        insert.Bind(2, (long)number);
        insert.Bind(3, outcomes);
        insert.Execute();
    }

    private static byte[]? Find(DuckConnection connection, string run, int number)
    {
        using var select = connection.Prepare("SELECT outcomes FROM applied_slice WHERE run = $1 AND number = $2");
        select.Bind(1, run);
        select.Bind(2, (long)number);
        using var result = select.Query();
        return result.NextChunk() ? result.Chunk.Text(0)[0].ToArray() : null;
    }

    private static StoreException Other(string run, int number) => new(
        "The store has already applied a slice of that number with other plan rows.",
        $"run {run}, store slice {number}",
        "Resume the run with the plan it was started with.");
}
