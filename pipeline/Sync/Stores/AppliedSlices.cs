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
        using var select = connection.Prepare("SELECT outcomes FROM applied_slice WHERE run = $1 AND number = $2");
        select.Bind(1, slice.Run);
        select.Bind(2, (long)slice.Number);
        using var result = select.Query();
        if (!result.NextChunk())
        {
            return null;
        }
        var outcomes = JsonSerializer.Deserialize<StoreOutcome[]>(result.Chunk.Text(0)[0])!;
        return outcomes.Select(o => o.PlanRow).SequenceEqual(slice.Writes.Select(w => w.PlanRow)) ? outcomes
            : throw new StoreException(
                "The store has already applied a slice of that number with other plan rows.",
                $"run {slice.Run}, store slice {slice.Number}",
                "Resume the run with the plan it was started with.");
    }

    public static void Record(DuckConnection connection, StoreSlice slice, StoreOutcome[] outcomes)
    {
        using (var forget = connection.Prepare(
            $"DELETE FROM applied_slice WHERE run <> $1 AND run NOT IN (SELECT DISTINCT run FROM applied_slice WHERE run <> $1 ORDER BY run DESC LIMIT {RunsKept - 1})"))
        {
            forget.Bind(1, slice.Run);
            forget.Execute();
        }
        using var insert = connection.Prepare("INSERT INTO applied_slice VALUES ($1, $2, $3)");
        insert.Bind(1, slice.Run);
        insert.Bind(2, (long)slice.Number);
        insert.Bind(3, JsonSerializer.SerializeToUtf8Bytes(outcomes));
        insert.Execute();
    }
}
