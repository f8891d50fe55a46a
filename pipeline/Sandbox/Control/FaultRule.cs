using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Control;

/// <summary>When a fault strikes, seen from the request's execution.</summary>
internal enum FaultTime
{
    Before,
    After,
    MidBody,
    MidUpload,
}

/// <summary>What a fault does.</summary>
internal enum FaultDeed
{
    Reset,
    Status,
    Truncate,
    Stall,
    LostReply,
}

/// <summary>
/// One rule of the plan: which requests it strikes (the nth match, then count more) and what it does to them. The
/// counters live here, so a plan is posted anew to start over.
/// </summary>
internal sealed class FaultRule
{
    private int _matched;

    public string? Method { get; init; }

    public Regex? Path { get; init; }

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

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Bytes of the body that still pass.</summary>
    public long Bytes { get; init; }

    public double Seconds { get; init; } = 30;

    /// <summary>A cut reply still announces its whole length.</summary>
    public bool KeepLength { get; init; }

    public int Struck { get; private set; }

    public bool Matches(string method, string path, Random random)
    {
        if ((Method is not null && !Method.Equals(method, StringComparison.OrdinalIgnoreCase)) || (Path is not null && !Path.IsMatch(path)))
        {
            return false;
        }
        _matched++;
        if (_matched < Nth || Struck >= Count || (Probability < 1 && random.NextDouble() >= Probability))
        {
            return false;
        }
        Struck++;
        return true;
    }
}
