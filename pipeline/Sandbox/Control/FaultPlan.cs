using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Control;

/// <summary>The faults asked for over the control plane; at most one strikes a request, the first rule that matches.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private List<FaultRule> _rules = [];
    private Random _random = new(0);

    public FaultRule? Draw(string method, string path)
    {
        lock (_gate)
        {
            return _rules.Find(r => r.Matches(method, path, _random));
        }
    }

    public void Clear() => Set([], 0);

    /// <summary>Takes a plan from JSON; throws <see cref="FormatException"/> naming the rule that makes no sense.</summary>
    public int Load(JsonElement plan)
    {
        var rules = plan.GetProperty("rules").EnumerateArray().Select(Rule).ToList();
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

    private void Set(List<FaultRule> rules, int seed)
    {
        lock (_gate)
        {
            _rules = rules;
            _random = new Random(seed);
        }
    }

    private static FaultRule Rule(JsonElement rule, int index)
    {
        var match = rule.TryGetProperty("match", out var m) ? m : default;
        var deed = Name<FaultDeed>(rule, "do", index, null);
        var when = Name(rule, "when", index, deed switch
        {
            FaultDeed.LostReply => FaultTime.After,
            FaultDeed.Truncate => FaultTime.MidBody,
            _ => (FaultTime?)FaultTime.Before,
        });
        if (deed == FaultDeed.Truncate && when != FaultTime.MidBody)
        {
            throw new FormatException($"rules[{index}]: truncate strikes midBody only.");
        }
        return new FaultRule
        {
            Method = Text(match, "method"),
            Path = Text(match, "path") is { } path ? new Regex(path, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null,
            Nth = (int)Number(match, "nth", 1),
            Count = (int)Number(match, "count", 1),
            Probability = Number(match, "probability", 1),
            When = when,
            Do = deed,
            Status = (int)Number(rule, "status", 503),
            Code = Text(rule, "code"),
            Headers = rule.TryGetProperty("headers", out var h) ? h.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()) : [],
            Bytes = (long)Number(rule, "bytes", 0),
            Seconds = Number(rule, "seconds", 30),
            KeepLength = rule.TryGetProperty("keepLength", out var keep) && keep.GetBoolean(),
        };
    }

    private static T Name<T>(JsonElement rule, string key, int index, T? otherwise)
        where T : struct, Enum =>
        Text(rule, key) is not { } name ? otherwise ?? throw new FormatException($"rules[{index}]: \"{key}\" is missing.")
        : Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
        : throw new FormatException($"rules[{index}]: \"{key}\" is {name}; use one of {string.Join(", ", Enum.GetNames<T>())}.");

    private static string? Text(JsonElement of, string key) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var value) ? value.GetString() : null;

    private static double Number(JsonElement of, string key, double otherwise) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var value) ? value.GetDouble() : otherwise;
}
