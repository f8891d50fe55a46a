using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactSync.Cli;
using ContactSync.Match;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Config;

/// <summary>Rules with the hash of everything their decisions hang on.</summary>
public sealed record LoadedRules(RuleSet Rules, string Hash);

/// <summary>Reads a file of rules: <c>{ "rules": [ ... ] }</c> as <c>identify.rules</c> of a profile has them, with roles for fields.</summary>
public static class RulesFile
{
    /// <summary>Throws <see cref="ConfigException"/> with everything wrong with the file.</summary>
    public static LoadedRules Read(string path)
    {
        var (name, problems) = (Path.GetFileName(path), new List<ConfigProblem>());
        var layer = new ConfigLayer(name, Parse(path, name));
        new ConfigCheck(RuleSchema.File, name, problems).Run(layer.Root);
        ThrowIf(problems);
        var stack = new ConfigStack(RuleSchema.File, [layer]);

        // A file without any value binds to nothing.
        var rules = (stack.Bind<RulesOptions?>(Path.GetDirectoryName(path)!) ?? new RulesOptions()).Rules;
        var found = rules.Count == 0 ? [("rules", "empty; at least one rule")] : RuleCheck.Check("rules", rules, RoleOf);
        problems.AddRange(found.Select(p => stack.Find(p.Item1) is { } setting ? new ConfigProblem(name, setting.Line, setting.Path, p.Item2) : new(name, null, p.Item1, p.Item2)));
        ThrowIf(problems);
        return Loaded(rules, RoleOf);
    }

    /// <summary>Rules that were found right, with their hash.</summary>
    internal static LoadedRules Loaded(IReadOnlyList<IdentifyRule> rules, Func<string, PersonRole?> roleOf)
    {
        var set = RuleCheck.Of(rules, roleOf);
        return new LoadedRules(set, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{JsonSerializer.Serialize(set.Rules)}\n{Reference.ListsText}")))[..16]);
    }

    private static PersonRole? RoleOf(string field) => RoleNames.Of(field) is var role and not PersonRole.None ? role : null;

    private static ConfigNode Parse(string path, string name)
    {
        try
        {
            return ConfigNode.Parse(File.ReadAllBytes(path), "", withLines: true);
        }
        catch (JsonException e)
        {
            throw new ConfigException([new(name, (int?)e.LineNumber + 1, e.Path ?? "(the whole)", "not JSON; comments and trailing commas are allowed")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The rules cannot be read: {e.Message}", path, "Name a file of rules; docs/matching.md has one.", ExitCode.Configuration, e);
        }
    }

    private static void ThrowIf(List<ConfigProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new ConfigException([.. problems]);
        }
    }
}
