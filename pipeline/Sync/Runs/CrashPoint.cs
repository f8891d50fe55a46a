using System.Collections.Frozen;
using System.Globalization;

namespace ContactSync.Runs;

/// <summary>
/// The named places at which a test may kill the process as a power cut would. <c>SYNC_CRASH=name:nth</c> kills at the nth
/// time the place is reached (the first when nth is left out); for a place inside a write <c>name:nth:bytes</c> says how much
/// of the write reaches the disk first (half when left out). Without the variable a place costs one null check.
/// </summary>
public static class CrashPoint
{
    /// <summary>Places between two operations.</summary>
    public static readonly FrozenSet<string> Places = FrozenSet.ToFrozenSet(
    [
        "run.locked", "seal.hashed", "seal.moved", "seal.done", "stage.sealed", "match.sealed", "plan.sealed",
        "load.started", "load.moved", "load.intent", "load.created", "load.job", "load.put", "load.uploaded", "load.patched",
        "load.closed", "load.polled", "load.fetched", "load.part", "load.settled", "load.retry", "load.swept",
        "store.intent", "store.applied", "store.settled", "links.applied", "links.settled", "lookup.recorded", "lookup.linked",
        "results.assembled", "results.sealed", "links.sealed", "commit.journalled", "commit.swapped", "commit.done",
    ]);

    /// <summary>Places inside a write, of which only the first bytes reach the disk or the wire.</summary>
    public static readonly FrozenSet<string> Writes = FrozenSet.ToFrozenSet(
    [
        "journal.begun.write", "journal.moved.write", "journal.intent.write", "journal.job.write", "journal.uploaded.write", "journal.closed.write",
        "journal.settled.write", "journal.linked.write", "journal.looked_up.write", "journal.committed.write", "manifest.write", "state.write", "upload.write",
    ]);

    private static readonly Trigger? Armed = Trigger.Parse(Environment.GetEnvironmentVariable("SYNC_CRASH"));

    /// <summary>Kills the process when this place, one of <see cref="Places"/>, is the armed one and its turn has come.</summary>
    public static void Hit(string place)
    {
        if (Armed is null)
        {
            return;
        }

        Known(Places, place);
        if (Armed.Strikes(place))
        {
            Kill();
        }
    }

    /// <summary>
    /// How many of <paramref name="length"/> bytes to write at this place, one of <see cref="Writes"/>, before calling
    /// <see cref="Kill"/>; null (nearly always) to write them all and go on.
    /// </summary>
    public static int? Cut(string place, int length)
    {
        if (Armed is null)
        {
            return null;
        }

        Known(Writes, place);
        return Armed.Strikes(place) ? Math.Clamp(Armed.Bytes ?? length / 2, 0, length) : null;
    }

    /// <summary>Ends the process at once; no finally block runs and nothing is flushed.</summary>
    public static void Kill()
    {
        Posix.KillSelf();
        throw new InvalidOperationException("the process outlived its own kill");
    }

    private static void Known(FrozenSet<string> table, string place)
    {
        if (!table.Contains(place))
        {
            throw new InvalidOperationException($"crash point '{place}' is not in the table of CrashPoint");
        }
    }

    private sealed class Trigger(string place, int turn, int? bytes)
    {
        private int _reached;

        public int? Bytes => bytes;

        public static Trigger? Parse(string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            var parts = text.Split(':');
            var known = Places.Contains(parts[0]) || Writes.Contains(parts[0]);
            return known && parts.Length <= 3 && Number(parts, 1) is not 0
                ? new Trigger(parts[0], Number(parts, 1) ?? 1, Number(parts, 2))
                : throw new ArgumentException($"SYNC_CRASH={text}: expected name:nth or name:nth:bytes with a name of CrashPoint's table");
        }

        public bool Strikes(string reached) =>
            string.Equals(reached, place, StringComparison.Ordinal) && Interlocked.Increment(ref _reached) == turn;

        private static int? Number(string[] parts, int index) =>
            parts.Length > index ? int.Parse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }
}
