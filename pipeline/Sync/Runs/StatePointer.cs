using System.Collections.Immutable;

namespace ContactSync.Runs;

/// <summary>
/// Where a binding stands: the runs whose fold is its state, the last full one first, and the watermarks the next run starts from.
/// Replaced in one swap when a run commits, so that snapshots, links and watermarks move together or not at all.
/// </summary>
public sealed record StatePointer
{
    /// <summary>The version this program writes.</summary>
    public const int CurrentVersion = 1;

    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>Rises by one each time a process takes the binding's lock.</summary>
    public long Epoch { get; init; }

    /// <summary>The committed runs to fold, in order: the last full run and every run since. Empty before the first commit.</summary>
    public ImmutableArray<string> Chain { get; init; } = [];

    /// <summary>The windows of the last committed run; null before the first commit.</summary>
    public Watermarks? Watermarks { get; init; }

    /// <summary>The last run of the chain, null before the first commit.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Last => Chain.IsEmpty ? null : Chain[^1];

    /// <summary>The pointer after <paramref name="run"/> has committed: a full run starts a new chain.</summary>
    public StatePointer After(RunId run, RunKind kind, Watermarks watermarks) => Last == run.ToString()
        ? this
        : this with { Chain = kind == RunKind.Full ? [run.ToString()] : Chain.Add(run.ToString()), Watermarks = watermarks };
}
