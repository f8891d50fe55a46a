using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Control;

/// <summary>
/// One rule of the plan: which requests, jobs or rows it strikes (the nth match, then count more) and what it does to them.
/// The counters live here, so a plan is posted anew to start over; the plan guards them.
/// </summary>
internal sealed class FaultRule
{
    private int _matched;

    public string? Method { get; init; }

    public Regex? Path { get; init; }

    /// <summary>The operation of the job a request is about.</summary>
    public string? JobOp { get; init; }

    /// <summary>The first match that is struck, from 1.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>How many matches in a row are struck.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The share of matches struck, 0 to 1, drawn from the plan's seed.</summary>
    public double Probability { get; init; } = 1;

    public FaultTime When { get; init; }

    public FaultDeed Do { get; init; }

    public int Status { get; init; } = 503;

    public string? Code { get; init; }

    public string? Message { get; init; }

    public ImmutableArray<string> Fields { get; init; } = [];

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The body of a status, in the place of Salesforce's own.</summary>
    public string? Body { get; init; }

    public string ContentType { get; init; } = "text/html;charset=UTF-8";

    /// <summary>Bytes of the body that still pass.</summary>
    public long Bytes { get; init; }

    public double Seconds { get; init; } = 30;

    public CutForm As { get; init; }

    /// <summary>What is added to a count, or the rows that are doubled or dropped.</summary>
    public int By { get; init; } = 1;

    /// <summary>The JSON key of the count that is wrong; null for the first known one.</summary>
    public string? Field { get; init; }

    /// <summary>The state a job ends in: Failed or Aborted.</summary>
    public string State { get; init; } = "Failed";

    /// <summary>Rows a job has worked on when it ends.</summary>
    public long After { get; init; }

    public int Struck { get; private set; }

    /// <summary>Struck are jobs or their rows, not requests.</summary>
    public bool StrikesJobs => Do is FaultDeed.JobState or FaultDeed.RowError || (Do == FaultDeed.LateVisible && JobOp is not null);

    /// <summary>The reply is made whole, changed, and sent.</summary>
    public bool Rewrites => Do is FaultDeed.WrongCount or FaultDeed.DupRows or FaultDeed.ShuffleRows or FaultDeed.DropRows or FaultDeed.WrongId;

    public bool Concerns(string? method, string path, string? jobOp) =>
        (Method is null || method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || Path.IsMatch(path)) && (JobOp is null || JobOp.Equals(jobOp, StringComparison.OrdinalIgnoreCase));

    /// <summary>Counts a match; true when it is one to strike.</summary>
    public bool Strikes(Random random)
    {
        _matched++;
        if (_matched < Nth || Struck >= Count || (Probability < 1 && random.NextDouble() >= Probability))
        {
            return false;
        }
        Struck++;
        return true;
    }

    public RowError ToRowError() => new(Code ?? "UNABLE_TO_LOCK_ROW", Message ?? "unable to obtain exclusive access to this record", Fields);
}
