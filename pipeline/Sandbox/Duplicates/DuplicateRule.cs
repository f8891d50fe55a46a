using System.Collections.Immutable;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>What becomes of a record that has duplicates: an action on create and one on edit, and the matching rules that say which records are duplicates.</summary>
internal sealed record DuplicateRule(string Name, ObjectType Type, DuplicateAction OnInsert, DuplicateAction OnUpdate, string AlertText, string? UnlessUser, ImmutableArray<RuleMatch> Matches)
{
    private const string DefaultAlertText = "Use one of these records?";
    private const int MostMatchRules = 3;

    /// <summary>The number among all rules of the org, from 1; set when they are put together.</summary>
    public int Number { get; set; }

    /// <summary>Throws <see cref="SandboxSetupException"/> naming what makes no sense.</summary>
    public static DuplicateRule Of(DuplicateRuleRow row, OrgSchema schema, IReadOnlyDictionary<string, MatchingRule> matching)
    {
        var type = schema.Find(row.Object ?? "") ?? throw Wrong(row.Name, row.Object is null ? "it names no object and is no standard rule." : $"the org has no object {row.Object}.");
        var matches = row.MatchRules ?? [];
        if (matches.Count is 0 or > MostMatchRules)
        {
            throw Wrong(row.Name, $"a rule has 1 to {MostMatchRules} matching rules.");
        }
        return new DuplicateRule(
            row.Name, type, Action(row.Name, row.ActionOnInsert, row.OperationsOnInsert), Action(row.Name, row.ActionOnUpdate, row.OperationsOnUpdate),
            row.AlertText ?? DefaultAlertText, row.UnlessUser,
            [.. matches.Select(m => RuleMatch.Of(row.Name, m, type, schema, matching.GetValueOrDefault(m.MatchingRule) ?? throw Wrong(row.Name, $"there is no matching rule {m.MatchingRule}.")))]);
    }

    public static SandboxSetupException Wrong(string name, string what) => new($"Duplicate rule {name} in the schema file: {what}");

    private static DuplicateAction Action(string rule, string? action, IReadOnlyList<string>? operations)
    {
        var (alert, report) = (false, false);
        foreach (var operation in operations ?? [])
        {
            alert |= operation.Equals("Alert", StringComparison.OrdinalIgnoreCase);
            report |= operation.Equals("Report", StringComparison.OrdinalIgnoreCase);
        }
        return (action ?? "Allow").ToUpperInvariant() switch
        {
            "ALLOW" when (operations?.Count ?? 0) == (alert ? 1 : 0) + (report ? 1 : 0) => new DuplicateAction(Blocks: false, alert, report),
            "BLOCK" => new DuplicateAction(Blocks: true, Alerts: false, Reports: false),
            _ => throw Wrong(rule, "an action is Allow or Block, an operation Alert or Report."),
        };
    }
}

/// <summary>An action of a rule: refuse the record, ask first (which over an API refuses it, unless the caller saves all the same), note the duplicates.</summary>
internal readonly record struct DuplicateAction(bool Blocks, bool Alerts, bool Reports)
{
    public bool DoesAnything => Blocks || Alerts || Reports;
}

/// <summary>A matching rule as one duplicate rule uses it, with the path to each item's value on the record being saved.</summary>
internal sealed record RuleMatch(MatchingRule Rule, ImmutableArray<string> Paths)
{
    public static RuleMatch Of(string name, MatchRuleRow row, ObjectType type, OrgSchema schema, MatchingRule rule)
    {
        var paths = rule.Items.Select(i => row.Mapping.GetValueOrDefault(i.Path, i.Path)).ToImmutableArray();
        foreach (var path in paths)
        {
            var parts = path.Split('.');
            var owner = parts.Length == 1 ? type : type.FindRelationship(parts[0]) is { } via ? schema.Find(via.ReferenceTo[0]) : null;
            _ = owner?.Find(parts[^1]) ?? throw DuplicateRule.Wrong(name, $"{type.Name} has no field {path} to compare by {rule.Name}; name one in its mapping.");
        }
        return new RuleMatch(rule, paths);
    }
}
