using ContactSync.Match;
using ContactSync.Transforms.Model;

namespace ContactSync.Config;

/// <summary>What must hold between keys of a profile.</summary>
internal static class ProfileRules
{
    /// <summary>Columns of the run's tables, which stand beside the mapped fields.</summary>
    private static readonly string[] Taken =
    [
        "record_key", "local_key", "org_id", "sync_key", "created_at", "modified_at", "changed_at", "cursor_at", "is_deleted", "merged_into",
        "side", "row_hash", "email_key", "first_key", "last_key",
    ];

    private static readonly string[] TakenInOrg = ["Id", "IsDeleted", "CreatedDate", "SystemModstamp", "MasterRecordId"];

    public static IEnumerable<(string Path, string Message)> Check(ProfileOptions profile) =>
        [.. Map(profile.Map), .. Roles(profile.Map), .. Requirements(profile), .. Keys(profile, "pull", profile.Identify.Pull), .. Keys(profile, "push", profile.Identify.Push), .. Identified(profile), .. Governed(profile), .. DuplicateRules.Check(profile)];

    private static IEnumerable<(string, string)> Map(IReadOnlyList<FieldMap> map)
    {
        if (map.Count == 0)
        {
            yield return ("map", "empty; a profile maps at least a last name and an e-mail address");
        }

        foreach (var (i, field) in map.Index())
        {
            if (map.Take(i).Any(f => f.Field == field.Field))
            {
                yield return ($"map[{i}].field", $"{field.Field} is mapped twice");
            }

            if (map.Take(i).Any(f => f.Org.Equals(field.Org, StringComparison.OrdinalIgnoreCase)))
            {
                yield return ($"map[{i}].org", $"{field.Org} is mapped twice");
            }

            if (field.Consent is not null && field.Type != ColumnType.Boolean)
            {
                yield return ($"map[{i}].consent", $"{field.Field} is of type {char.ToLowerInvariant($"{field.Type}"[0])}{$"{field.Type}"[1..]}; consent is a flag, of type boolean");
            }

            if (Taken.Contains(field.Field))
            {
                yield return ($"map[{i}].field", $"{field.Field} is a column of the run's tables and no field's name");
            }

            if (TakenInOrg.Contains(field.Org, StringComparer.OrdinalIgnoreCase))
            {
                yield return ($"map[{i}].org", $"{field.Org} belongs to the org and cannot be written");
            }
        }
    }

    private static IEnumerable<(string, string)> Roles(IReadOnlyList<FieldMap> map)
    {
        foreach (var role in new[] { ColumnRole.Email, ColumnRole.FirstName, ColumnRole.LastName })
        {
            var count = map.Count(f => f.Role == role);
            if (count != 1 && map.Count > 0)
            {
                yield return ("map", $"{count} fields have the role {char.ToLowerInvariant($"{role}"[0])}{$"{role}"[1..]}; matching needs exactly one");
            }
        }
    }

    private static IEnumerable<(string, string)> Requirements(ProfileOptions profile) =>
        profile.Select.Require.Index().Where(r => !Maps(profile, r.Item.Field))
            .Select(r => ($"select.require[{r.Index}].field", $"{r.Item.Field} is not mapped"));

    private static IEnumerable<(string, string)> Keys(ProfileOptions profile, string direction, IReadOnlyList<IdentifyKey> keys)
    {
        if (keys.Count == 0)
        {
            yield return ($"identify.{direction}", "empty; at least { \"key\": \"id\" }");
        }

        foreach (var (i, key) in keys.Index())
        {
            var path = $"identify.{direction}[{i}]";
            if (key.Key != KeyKind.Exact && key.Field is not null)
            {
                yield return ($"{path}.field", $"the key {$"{key.Key}".ToLowerInvariant()} has no field");
            }
            else if (key.Key == KeyKind.Rules && keys.Skip(i + 1).Any(k => k.Key != KeyKind.Weights))
            {
                yield return ($"{path}.key", "rules stand after id and exact keys: they are for those whom these leave alone");
            }
            else if (key.Key == KeyKind.Weights && i < keys.Count - 1)
            {
                yield return ($"{path}.key", "weights stands last: what it leaves open is for a person");
            }
            else if (key.Key == KeyKind.Exact && (key.Field is null || profile.Map.FirstOrDefault(f => f.Field == key.Field)?.Role != ColumnRole.Email))
            {
                yield return ($"{path}.{(key.Field is null ? "key" : "field")}", "an exact key names the mapped field with the role email");
            }

            if (keys.Take(i).Contains(key))
            {
                yield return ($"{path}.key", "stands in the list twice");
            }
        }
    }

    private static IEnumerable<(string, string)> Identified(ProfileOptions profile)
    {
        if (profile.Identify.GoesBy(KeyKind.Rules) != profile.Identify.Rules.Count > 0)
        {
            yield return ("identify.rules", profile.Identify.Rules.Count > 0 ? "no direction has the key rules, so these are never asked" : "empty; the key rules goes by at least one");
        }

        foreach (var problem in RuleCheck.Check("identify.rules", profile.Identify.Rules, field => profile.Map.FirstOrDefault(f => f.Field == field) is { } map ? RoleNames.Of(map) : null))
        {
            yield return problem;
        }
    }

    private static IEnumerable<(string, string)> Governed(ProfileOptions profile) =>
        profile.Govern.Fields.Index().Where(f => !Maps(profile, f.Item.Field) || profile.Govern.Fields.Take(f.Index).Any(e => e.Field == f.Item.Field))
            .Select(f => ($"govern.fields[{f.Index}].field", Maps(profile, f.Item.Field) ? $"{f.Item.Field} has rules already" : $"{f.Item.Field} is not mapped"));

    private static bool Maps(ProfileOptions profile, string field) => profile.Map.Any(f => f.Field == field);
}
