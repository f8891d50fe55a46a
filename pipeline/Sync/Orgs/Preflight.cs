using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Salesforce;

namespace ContactSync.Orgs;

/// <summary>What the org was found to offer: its description of the object, and the external id that creates are upserted by, null for plain inserts.</summary>
public sealed record OrgFacts(ObjectDescription Description, string? ExternalIdField);

/// <summary>Compares the profile with the org's description of the object before anything is read; all findings come at once.</summary>
public static class Preflight
{
    /// <summary>Throws <see cref="UserException"/> (exit 5) where a mapped field is missing or may not be written, or the key mode asked for is not to be had.</summary>
    public static async Task<OrgFacts> CheckAsync(SalesforceClient client, ProfileOptions profile, LoadOptions load, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(load);
        ObjectDescription description;
        try
        {
            description = await client.DescribeAsync(profile.Select.Object, cancellationToken);
        }
        catch (SalesforceException e)
        {
            throw new UserException(
                $"The org does not describe {profile.Select.Object}: {e.Message}", "select.object", "Give the integration user access to the object, or name another.", ExitCode.Configuration, e);
        }

        var findings = Findings(description, profile).ToList();
        var key = description.Field(load.ExternalIdField);
        var keyed = key is { IsExternalId: true, IsUnique: true, IsCreateable: true };
        if (load.KeyMode == KeyMode.ExternalId && !keyed)
        {
            findings.Add($"{load.ExternalIdField}: {(key is null ? "is not there or not visible to our user" : "is no unique external id that our user may set")} (load.keyMode is externalId)");
        }

        return findings.Count == 0
            ? new OrgFacts(description, keyed && load.KeyMode != KeyMode.Insert ? key!.Name : null)
            : throw new UserException(
                $"The org does not fit the profile:\n  {string.Join("\n  ", findings)}", $"object {profile.Select.Object}",
                "Make the fields in the org, give the integration user access to them, or change the mapping; nothing was read or changed.", ExitCode.Configuration);
    }

    private static IEnumerable<string> Findings(ObjectDescription description, ProfileOptions profile)
    {
        if (description.Field(profile.Select.Cursor) is not { } cursor)
        {
            yield return $"{profile.Select.Cursor}: is not there or not visible to our user; changes are seen by it (select.cursor)";
        }
        else if (cursor.Type != "datetime")
        {
            yield return $"{profile.Select.Cursor}: is of type {cursor.Type}; a cursor must be a date with time, or changes of the same day are missed (select.cursor)";
        }

        foreach (var map in profile.Map)
        {
            var rule = profile.Govern.For(map.Field);
            if (description.Field(map.Org) is not { } field)
            {
                yield return $"{map.Org}: is not there or not visible to our user (map {map.Field})";
            }
            else if (rule.Push != WriteRule.Never && !field.IsCreateable)
            {
                yield return $"{map.Org}: our user may not set it on a new record (map {map.Field})";
            }
            else if (rule.Push == WriteRule.Always && !field.IsUpdateable)
            {
                yield return $"{map.Org}: our user may not change it (map {map.Field})";
            }
        }
    }
}
