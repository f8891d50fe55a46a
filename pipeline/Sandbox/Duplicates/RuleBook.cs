using System.Collections.Immutable;
using System.Text.Json;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>The active duplicate rules of an org and the matching rules they use. None is active but those the schema file names.</summary>
internal sealed class RuleBook
{
    private const int MostRules = 5;

    private RuleBook(ImmutableArray<DuplicateRule> rules, ImmutableArray<MatchingRule> matching)
    {
        Rules = rules;
        Matching = matching;
        for (var i = 0; i < matching.Length; i++)
        {
            matching[i].Number = i;
        }
        for (var i = 0; i < rules.Length; i++)
        {
            rules[i].Number = i + 1;
        }
    }

    public ImmutableArray<DuplicateRule> Rules { get; }

    /// <summary>The matching rules that are used by any.</summary>
    public ImmutableArray<MatchingRule> Matching { get; }

    public ImmutableArray<DuplicateRule> Of(ObjectType type) => [.. Rules.Where(r => r.Type == type)];

    /// <summary>Throws <see cref="SandboxSetupException"/> naming the rule that makes no sense.</summary>
    public static RuleBook Of(CustomFile file, OrgSchema schema)
    {
        if (file.DuplicateRules.Count == 0)
        {
            return new RuleBook([], []);
        }
        var standard = ReadStandard();
        var matching = standard.MatchingRules.Concat(file.MatchingRules).Select(r => MatchingRule.Of(r, schema)).ToList();
        if (matching.GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new SandboxSetupException($"Matching rule {twice.Key} in the schema file: there are two of that name.");
        }
        var byName = matching.ToDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase);
        var rules = file.DuplicateRules
            .Select(row => standard.DuplicateRules.FirstOrDefault(s => s.Name.Equals(row.Name, StringComparison.OrdinalIgnoreCase)) is { } known ? row.Over(known) : row)
            .Select(row => DuplicateRule.Of(row, schema, byName)).ToImmutableArray();
        if (rules.GroupBy(r => r.Type).FirstOrDefault(g => g.Count() > MostRules) is { } many)
        {
            throw new SandboxSetupException($"Duplicate rules in the schema file: {many.Key.Name} has more than {MostRules}.");
        }
        return new RuleBook(rules, [.. rules.SelectMany(r => r.Matches).Select(m => m.Rule).Distinct()]);
    }

    private static StandardRules ReadStandard()
    {
        using var stream = typeof(RuleBook).Assembly.GetManifestResourceStream("standard-rules.json")!;
        return JsonSerializer.Deserialize<StandardRules>(stream, SchemaJson.Options)!;
    }
}
