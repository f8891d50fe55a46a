using System.Text.Json;
using ContactSync.Match;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Config;

/// <summary>What must hold between the keys of rules, and the rules as matching takes them.</summary>
internal static class RuleCheck
{
    /// <summary>Everything wrong with them.</summary>
    /// <param name="path">Where they stand.</param>
    /// <param name="roleOf">What a field says about a person; null where there is no such field.</param>
    public static IEnumerable<(string Path, string Message)> Check(string path, IReadOnlyList<IdentifyRule> rules, Func<string, PersonRole?> roleOf)
    {
        if (rules.Count > RuleSet.MaxRules)
        {
            yield return (path, $"{rules.Count} rules; at most {RuleSet.MaxRules}");
        }

        foreach (var (i, rule) in rules.Index())
        {
            if (rules.Take(i).Any(r => r.Name == rule.Name))
            {
                yield return ($"{path}[{i}].name", $"{rule.Name} is the name of a rule before it");
            }

            if (rule.Where.Count is 0 or > RuleSet.MaxConditions)
            {
                yield return ($"{path}[{i}].where", rule.Where.Count == 0 ? "empty; a rule without a condition would hold between any two records" : $"{rule.Where.Count} conditions; at most {RuleSet.MaxConditions}");
            }

            foreach (var (j, condition) in rule.Where.Index())
            {
                if (Wrong(condition, roleOf(condition.Field)) is var (key, message))
                {
                    yield return ($"{path}[{i}].where[{j}].{key}", message);
                }
            }
        }
    }

    /// <summary>The rules of options that were found right.</summary>
    public static RuleSet Of(IReadOnlyList<IdentifyRule> rules, Func<string, PersonRole?> roleOf) => new(
        [.. rules.Select(r => new NamedRule(r.Name, [.. r.Where.Select(c => new RuleCondition(roleOf(c.Field)!.Value, c.Method, c.AtLeast ?? 100, c.Blank ?? BlankMatch.NotAllowed))]))]);

    /// <summary>The rules of a profile, whose fields say what their mapping says.</summary>
    public static RuleSet Of(ProfileOptions profile) => Of(profile.Identify.Rules, field => RoleNames.Of(profile.Map.First(m => m.Field == field)));

    private static (string Key, string Message)? Wrong(IdentifyCondition condition, PersonRole? role) =>
        role is null ? ("field", $"{condition.Field} is no field here")
        : !RuleMethods.IsCompared(role.Value) ? ("field", $"{condition.Field} says nothing that rules compare")
        : !RuleMethods.Fits(condition.Method, role.Value) ? ("method", $"{Word(condition.Method)} does not compare {condition.Field}; it takes {string.Join(", ", Methods(role.Value))}")
        : (condition.Method == RuleMethod.Exact) == condition.AtLeast is not null ? ("atLeast", condition.AtLeast is null ? $"missing; {Word(condition.Method)} needs its least score, 0 to 100" : "an exact condition has none")
        : null;

    private static IEnumerable<string> Methods(PersonRole role) => Enum.GetValues<RuleMethod>().Where(m => RuleMethods.Fits(m, role)).Select(Word);

    private static string Word(RuleMethod method) => JsonNamingPolicy.CamelCase.ConvertName(method.ToString());
}
