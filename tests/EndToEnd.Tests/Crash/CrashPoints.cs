using ContactSync.Runs;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>Which crash points the sweeps die at. The table of the product is the source: a name added there is swept without a word here.</summary>
public static class CrashPoints
{
    /// <summary>Points no undisturbed run reaches, each with the test that dies there.</summary>
    public static readonly IReadOnlyDictionary<string, string> Special = new Dictionary<string, string>
    {
        ["load.moved"] = nameof(RecoveryTests.A_kill_while_moved_rows_are_noted_leaves_them_to_the_next_run),
        ["journal.moved.write"] = nameof(RecoveryTests.A_kill_while_moved_rows_are_noted_leaves_them_to_the_next_run),
        ["lookup.recorded"] = nameof(RecoveryTests.A_kill_around_the_look_up_of_duplicates_links_each_once),
        ["lookup.linked"] = nameof(RecoveryTests.A_kill_around_the_look_up_of_duplicates_links_each_once),
        ["journal.looked_up.write"] = nameof(RecoveryTests.A_kill_around_the_look_up_of_duplicates_links_each_once),
        ["load.retry"] = nameof(RecoveryTests.A_kill_before_the_rows_that_the_org_left_are_sent_again_sends_only_those),
    };

    // The same places again where they stand for another step: the seals of the plan, of results and links, of the record of the run and of its
    // commit; the later slices; a write of which nothing, or all but its last byte, reached the disk.
    private static readonly string[] Later =
    [
        "run.locked:2", "seal.moved:3", "seal.done:3", "seal.hashed:4", "seal.moved:4", "seal.moved:5", "seal.done:6", "seal.moved:7",
        "manifest.write:3", "manifest.write:4", "manifest.write:7", "state.write:3", "load.created:2", "load.closed:2", "load.part:3", "links.applied:2",
        "upload.write:2:0", "journal.job.write:2:0", "journal.closed.write:1:1", "journal.settled.write:3",
    ];

    /// <summary>Points that a bare insert is swept at as well: all around the job, where it has no key to fall back on.</summary>
    private static readonly string[] Insert =
    [
        "load.started", "load.intent", "load.created", "load.job", "load.put", "load.uploaded", "load.patched", "load.closed", "load.polled",
        "load.fetched", "load.part", "load.settled", "links.applied", "store.applied", "results.sealed", "commit.swapped",
        "upload.write", "journal.intent.write", "journal.job.write", "journal.uploaded.write", "journal.closed.write", "journal.settled.write", "state.write:3",
    ];

    public static TheoryData<string> Keyed => [.. CrashPoint.Places.Concat(CrashPoint.Writes).Except(Special.Keys).Order(StringComparer.Ordinal).Concat(Later)];

    public static TheoryData<string> Bare => [.. Insert];
}
