using System.Security.Cryptography;
using System.Text.Json;
using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Model;

namespace ContactSync.Reconcile;

/// <summary>
/// What the steps must know of the run itself: the store's name, whether it is only read, whether the run writes down everything known, whether both sides were read whole, whether it only links, and up to where
/// the runs before it have read each side.
/// </summary>
public sealed record RunPolicy(string StoreName, bool Compacts, bool IsReadOnly = false, bool ReadsAll = false, bool LinkOnly = false, DateTimeOffset? LocalBound = null, DateTimeOffset? OrgBound = null);

/// <summary>What the static steps need of a profile, as rows; the rules of fields go into the statement of <see cref="FieldMerge"/>.</summary>
public static class PolicyTables
{
    /// <summary>What the store calls its records.</summary>
    public const string LocalObject = "supporter";

    /// <summary>Names the mapping and the rules in force; a row that failed for good is tried again when it changes.</summary>
    public static string Fingerprint(ProfileOptions profile) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { profile.Map, profile.Govern, profile.Select, profile.Duplicates })))[..16];

    /// <summary>Makes and fills <c>identify</c>, <c>settings</c>, <c>duplicate_errors</c>, <c>suitable</c> and <c>consent_fields</c>.</summary>
    public static void Write(DuckConnection connection, ProfileOptions profile, RunPolicy run)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(profile);
        connection.Execute(
            """
            create or replace table identify (direction varchar, ordinal integer, key varchar);
            create or replace table settings (mapping varchar, store_name varchar, read_only boolean, org_object varchar, local_object varchar, on_many varchar, compact boolean, max_per_key integer,
              reads_all boolean, link_only boolean, local_bound timestamptz, org_bound timestamptz);
            create or replace table duplicate_errors (code varchar, message varchar);
            create or replace table suitable (first_least integer, last_least integer);
            create or replace table consent_fields (field varchar);
            """);
        foreach (var map in profile.Map.Where(m => m.Consent is not null))
        {
            Insert(connection, "consent_fields", [map.Field]);
        }

        foreach (var error in profile.Duplicates.Errors)
        {
            Insert(connection, "duplicate_errors", [error.Code, error.Message]);
        }

        Insert(connection, "suitable", [Least(profile, ColumnRole.FirstName), Least(profile, ColumnRole.LastName)]);
        Identify(connection, "pull", profile.Identify.Pull, profile);
        Identify(connection, "push", profile.Identify.Push, profile);
        Insert(connection, "settings", [Fingerprint(profile), run.StoreName, Flag(run.IsReadOnly), profile.Select.Object, LocalObject, Word(profile.Identify.OnMany), Flag(run.Compacts), $"{CandidateFinder.DefaultMaxPerKey}", Flag(run.ReadsAll), Flag(run.LinkOnly), Instant(run.LocalBound), Instant(run.OrgBound)]);
    }

    private static string Flag(bool flag) => flag ? "true" : "false";

    private static string? Instant(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00", System.Globalization.CultureInfo.InvariantCulture);

    private static void Identify(DuckConnection connection, string direction, IReadOnlyList<IdentifyKey> keys, ProfileOptions profile)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var isEmail = keys[i].Key == KeyKind.Exact && profile.Map.Any(m => m.Field == keys[i].Field && m.Role == ColumnRole.Email);
            Insert(connection, "identify", [direction, $"{i}", keys[i].Key switch { KeyKind.Id => "id", KeyKind.Rules => "rules", KeyKind.Weights => "weights", _ => isEmail ? "email" : keys[i].Field! }]);
        }
    }

    /// <summary>The least likeness of a name, 0 where the profile does not compare it.</summary>
    private static string Least(ProfileOptions profile, ColumnRole role) =>
        $"{profile.Duplicates.Match.FirstOrDefault(m => profile.Map.Any(f => f.Field == m.Field && f.Role == role))?.AtLeast ?? 0}";

    private static void Insert(DuckConnection connection, string table, IReadOnlyList<string?> values)
    {
        var places = string.Join(", ", Enumerable.Repeat("?", values.Count));
        using var insert = connection.Prepare($"insert into {table} values ({places})");
        for (var i = 0; i < values.Count; i++)
        {
            insert.Bind(i + 1, values[i]);
        }

        insert.Execute();
    }

    /// <summary>An enum's member as policy rows spell it: camel case.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
