using System.Text.Json;

namespace ContactSync.Sandbox.Control;

/// <summary>The faults asked for over the control plane; at most one strikes a request, the first rule that matches.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private List<FaultRule> _rules = [];
    private Random _random = new(0);

    /// <summary>The rule that strikes a request, if any does; <paramref name="jobOp"/> is the operation of the job it is about.</summary>
    public FaultRule? Draw(string method, string path, string? jobOp)
    {
        lock (_gate)
        {
            return _rules.Find(r => !r.StrikesJobs && r.Concerns(method, path, jobOp) && r.Strikes(_random));
        }
    }

    /// <summary>The rule of that kind that strikes a job about to be worked on, if any does.</summary>
    public FaultRule? DrawJob(FaultDeed deed, string jobOp, string jobId)
    {
        lock (_gate)
        {
            return _rules.Find(r => r.StrikesJobs && r.Do == deed && r.Concerns(null, PathOf(jobId), jobOp) && r.Strikes(_random));
        }
    }

    /// <summary>The rules that may fail rows of a job.</summary>
    public IReadOnlyList<FaultRule> RowErrors(string jobOp, string jobId)
    {
        lock (_gate)
        {
            return _rules.FindAll(r => r.Do == FaultDeed.RowError && r.Concerns(null, PathOf(jobId), jobOp));
        }
    }

    /// <summary>The one of <paramref name="rules"/> that fails the next row, if any does.</summary>
    public FaultRule? DrawRow(IReadOnlyList<FaultRule> rules)
    {
        lock (_gate)
        {
            return rules.FirstOrDefault(r => r.Strikes(_random));
        }
    }

    /// <summary>A number the seed decides, from 0 up to but not including <paramref name="below"/>.</summary>
    public int Next(int below)
    {
        lock (_gate)
        {
            return _random.Next(below);
        }
    }

    public void Clear() => Set([], 0);

    /// <summary>Takes a plan from JSON; throws <see cref="FormatException"/> naming the rule that makes no sense.</summary>
    public int Load(JsonElement plan)
    {
        var rules = plan.GetProperty("rules").EnumerateArray().Select(FaultJson.Read).ToList();
        Set(rules, plan.TryGetProperty("seed", out var seed) ? seed.GetInt32() : 0);
        return rules.Count;
    }

    public IReadOnlyList<int> Struck()
    {
        lock (_gate)
        {
            return _rules.ConvertAll(r => r.Struck);
        }
    }

    private static string PathOf(string jobId) => "/jobs/ingest/" + jobId;

    private void Set(List<FaultRule> rules, int seed)
    {
        lock (_gate)
        {
            _rules = rules;
            _random = new Random(seed);
        }
    }
}
