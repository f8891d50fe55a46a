using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Control;

/// <summary>Reads a rule of a fault plan; throws <see cref="FormatException"/> with its place and what is wrong. A key nobody knows is an error.</summary>
internal static class FaultJson
{
    private static readonly string[] Keys =
        ["match", "do", "when", "status", "code", "message", "fields", "headers", "body", "contentType", "bytes", "seconds", "keepLength", "as", "by", "field", "state", "after"];

    private static readonly string[] MatchKeys = ["method", "path", "jobOp", "nth", "count", "probability"];

    public static FaultRule Read(JsonElement rule, int index)
    {
        var match = rule.TryGetProperty("match", out var m) ? m : default;
        Refuse(rule, Keys, index);
        Refuse(match, MatchKeys, index);
        var deed = Name<FaultDeed>(rule, "do", index, null);
        var state = Text(rule, "state") ?? "Failed";
        return new FaultRule
        {
            Method = Text(match, "method"),
            Path = Text(match, "path") is { } path ? new Regex(path, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null,
            JobOp = Text(match, "jobOp"),
            Nth = (int)Number(match, "nth", 1),
            Count = (int)Number(match, "count", 1),
            Probability = Number(match, "probability", 1),
            When = Time(rule, deed, index),
            Do = deed,
            Status = (int)Number(rule, "status", 503),
            Code = Text(rule, "code"),
            Message = Text(rule, "message"),
            Fields = rule.TryGetProperty("fields", out var fields) ? [.. fields.EnumerateArray().Select(f => f.GetString()!)] : [],
            Headers = rule.TryGetProperty("headers", out var h) ? h.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()) : [],
            Body = Text(rule, "body"),
            ContentType = Text(rule, "contentType") ?? "text/html;charset=UTF-8",
            Bytes = (long)Number(rule, "bytes", 0),
            Seconds = Number(rule, "seconds", 30),
            As = rule.TryGetProperty("keepLength", out var keep) && keep.GetBoolean() ? CutForm.KeepLength : Name(rule, "as", index, (CutForm?)CutForm.WellFormed),
            By = (int)Number(rule, "by", 1),
            Field = Text(rule, "field"),
            State = state is "Failed" or "Aborted" ? state : throw new FormatException($"rules[{index}]: \"state\" is {state}; use Failed or Aborted."),
            After = (long)Number(rule, "after", 0),
        };
    }

    private static FaultTime Time(JsonElement rule, FaultDeed deed, int index)
    {
        var (usual, only) = deed switch
        {
            FaultDeed.LostReply => (FaultTime.After, false),
            FaultDeed.Truncate => (FaultTime.MidBody, true),
            FaultDeed.WrongCount or FaultDeed.DupRows or FaultDeed.ShuffleRows or FaultDeed.DropRows or FaultDeed.WrongId => (FaultTime.After, true),
            FaultDeed.SkewDate or FaultDeed.LateVisible or FaultDeed.JobState or FaultDeed.RowError => (FaultTime.Before, true),
            _ => (FaultTime.Before, false),
        };
        var when = Name(rule, "when", index, (FaultTime?)usual);
        var name = deed.ToString();
        return only && when != usual
            ? throw new FormatException($"rules[{index}]: {char.ToLowerInvariant(name[0])}{name[1..]} strikes {char.ToLowerInvariant(usual.ToString()[0])}{usual.ToString()[1..]} only.")
            : when;
    }

    private static void Refuse(JsonElement of, string[] known, int index)
    {
        if (of.ValueKind == JsonValueKind.Object && of.EnumerateObject().FirstOrDefault(p => !known.Contains(p.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            throw new FormatException($"rules[{index}]: \"{unknown.Name}\" is not known; use {string.Join(", ", known)}.");
        }
    }

    private static T Name<T>(JsonElement rule, string key, int index, T? otherwise)
        where T : struct, Enum =>
        Text(rule, key) is not { } name ? otherwise ?? throw new FormatException($"rules[{index}]: \"{key}\" is missing.")
        : Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
        : throw new FormatException($"rules[{index}]: \"{key}\" is {name}; use one of {string.Join(", ", Enum.GetNames<T>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]))}.");

    private static string? Text(JsonElement of, string key) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var value) ? value.GetString() : null;

    private static double Number(JsonElement of, string key, double otherwise) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var value) ? value.GetDouble() : otherwise;
}
