using ContactSync.Transforms.Model;

namespace ContactSync.Config;

/// <summary>What must hold between the keys of a profile's <c>duplicates</c>.</summary>
internal static class DuplicateRules
{
    public static IEnumerable<(string Path, string Message)> Check(ProfileOptions profile)
    {
        var duplicates = profile.Duplicates;
        if (duplicates.Lookup == Switch.On && duplicates.Errors.Count == 0)
        {
            yield return ("duplicates.errors", "empty; a look-up must know which refusals it is for");
        }

        if (duplicates.Lookup == Switch.On && !duplicates.Match.Any(m => m.Method == MatchMethod.Exact))
        {
            yield return ("duplicates.match", "without an exact field; records are asked for by the mapped field with the role email");
        }

        foreach (var (i, rule) in duplicates.Match.Index())
        {
            var path = $"duplicates.match[{i}]";
            var role = profile.Map.FirstOrDefault(f => f.Field == rule.Field)?.Role;
            if (role is null)
            {
                yield return ($"{path}.field", $"{rule.Field} is not mapped");
            }
            else if (rule.Method == MatchMethod.Exact ? role != ColumnRole.Email : role is not (ColumnRole.FirstName or ColumnRole.LastName))
            {
                yield return ($"{path}.method", $"exact is for the field with the role email, fuzzy for those with the roles firstName and lastName; {rule.Field} is neither here");
            }

            if (rule.Method == MatchMethod.Fuzzy != rule.AtLeast is not null)
            {
                yield return ($"{path}.atLeast", rule.AtLeast is null ? "missing; a fuzzy field needs its least Ratio, 1 to 100" : "an exact field has none");
            }

            if (duplicates.Match.Take(i).Any(m => m.Field == rule.Field))
            {
                yield return ($"{path}.field", $"{rule.Field} stands in the list twice");
            }
        }
    }
}
