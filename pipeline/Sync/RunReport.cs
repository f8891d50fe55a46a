using ContactSync.Dataflow;
using ContactSync.Guard;
using ContactSync.Load;
using ContactSync.Reconcile;
using ContactSync.Runs;

namespace ContactSync;

/// <summary>A sealed plan's copy: an absolute path, bytes, and the SHA-256 that its run's manifest lists.</summary>
public sealed record PlanCopy(string Path, long Bytes, string Sha256);

/// <summary>What a run did, for screens, the manifest and the exit code. Legs that did not run are null.</summary>
public sealed class RunReport
{
    private const int RowsThatTell = 100_000;

    public required string Run { get; init; }

    public required string Profile { get; init; }

    /// <summary>Where the org answers, and whether it is the sandbox inside this process.</summary>
    public required Uri Org { get; init; }

    public required bool IsSandbox { get; init; }

    public RunKind Kind { get; set; }

    /// <summary>Whether both sides were read whole.</summary>
    public bool ReadEverything { get; set; }

    public RunState State { get; set; }

    public TimeSpan StageElapsed { get; set; }

    public TimeSpan MatchElapsed { get; set; }

    public TimeSpan ReconcileElapsed { get; set; }

    public TimeSpan LoadElapsed { get; set; }

    public TimeSpan Elapsed { get; set; }

    /// <summary>Pairs decided by key, and by Contact Id.</summary>
    public long MatchedById { get; set; }

    public long MatchedByEmail { get; set; }

    /// <summary>Pairs found by rules.</summary>
    public long MatchedByRules { get; set; }

    /// <summary>Pairs found by weights.</summary>
    public long MatchedByWeights { get; set; }

    public RunBooks? Books { get; set; }

    /// <summary>Values that their records went on without, by field.</summary>
    public IReadOnlyList<ReasonCount> Unusable { get; set; } = [];

    /// <summary>What the load will take, told before anything is sent; null where there is no plan.</summary>
    public PlanEstimate? Estimate { get; set; }

    /// <summary>Rows a second that the last runs loaded into the org; null before there was one.</summary>
    public double? PastPace { get; set; }

    /// <summary>Creates that were foretold to be refused as duplicates; how many creates the forecast could be held to, and was right about.</summary>
    public long PredictedDuplicates { get; set; }

    public long PredictedScored { get; set; }

    public long PredictedRight { get; set; }

    /// <summary>The limits that the plan is past.</summary>
    public IReadOnlyList<GuardFinding> Guard { get; set; } = [];

    /// <summary>Whether the load was left undone for them.</summary>
    public bool IsHeld { get; set; }

    /// <summary>What a run that read everything found that runs of changes had missed, by likely cause.</summary>
    public IReadOnlyList<ReasonCount> Drift { get; set; } = [];

    public LoadResumption? Resumption { get; set; }

    /// <summary>Bulk jobs: of the load and of the extract.</summary>
    public int LoadJobs { get; set; }

    public int ExtractJobs { get; set; }

    /// <summary>Rows sent to the org again because an earlier process was interrupted.</summary>
    public long RowsSentAgain { get; set; }

    public long LinksRefused { get; set; }

    public long ApiCalls { get; set; }

    /// <summary>The org's calls of a day; null where it does not tell.</summary>
    public long? DailyCalls { get; set; }

    public long BytesSent { get; set; }

    public long BytesReceived { get; set; }

    /// <summary>Managed bytes allocated from extract to plan, all threads together; null where another process planned.</summary>
    public long? PlanAllocated { get; set; }

    public string? Folder { get; set; }

    /// <summary>Where a copy of the sealed plan was put, with its size and SHA-256; null without one.</summary>
    public PlanCopy? PlanCopy { get; set; }

    public int Tables { get; set; }

    public long FolderBytes { get; set; }

    /// <summary>Each topology at its end.</summary>
    public List<TopologyReading> Nodes { get; } = [];

    /// <summary>Each topology over time.</summary>
    public List<TopologyReading> Samples { get; } = [];

    public IReadOnlyList<StepReading> Steps { get; set; } = [];

    /// <summary>Rows planned for both sides.</summary>
    public long Changes => (Books?.ToLocal.Rows ?? 0) + (Books?.ToOrg.Rows ?? 0);

    /// <summary>Rows that were rejected or failed, and rows the org did not take now (locks, a refused job), which the next run sends again.</summary>
    public long RowsFailed => Books is null ? 0
        : Books.Local.Rejected + Books.Org.Rejected + Books.ToLocal.Failed + Books.ToLocal.Pending + Books.ToOrg.Failed + Books.ToOrg.Pending;

    /// <summary>Managed bytes allocated for each extracted row up to the plan; null where rows are so few that they would say what a start takes, and where another process planned.</summary>
    public double? AllocatedPerRow => Books is { } b && b.Local.Extracted + b.Org.Extracted is >= RowsThatTell and var rows ? (double?)PlanAllocated / rows : null;
}
