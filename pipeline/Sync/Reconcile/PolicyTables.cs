using System.Security.Cryptography;
using System.Text.Json;
using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Model;

namespace ContactSync.Reconcile;

/// <summary>A profile as rows: the only way in which policy reaches the SQL.</summary>
public static class PolicyTables
{
    /// <summary>What the store calls its records.</summary>
    public const string LocalObject = "supporter";

    /// <summary>Names the mapping and the rules in force; a row that failed for good is tried again when it changes.</summary>
    public static string Fingerprint(ProfileOptions profile) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { profile.Map, profile.Govern, profile.Select })))[..16];

    /// <summary>Makes and fills <c>govern</c>, <c>requires</c>, <c>identify</c> and <c>settings</c>.</summary>
    public static void Write(DuckConnection connection, ProfileOptions profile, string storeName, bool compact)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(profile);
        connection.Execute(
            """
            create or replace table govern (field varchar, target varchar, role varchar, ordinal integer, push varchar, pull varchar, conflict varchar, blank varchar);
            create or replace table requires (side varchar, purpose varchar, field varchar, reason varchar);
            create or replace table identify (direction varchar, ordinal integer, key varchar);
            create or replace table settings (mapping varchar, store_name varchar, org_object varchar, local_object varchar, on_many varchar, compact boolean, max_per_key integer);
            """);
        Govern(connection, profile);
        Requires(connection, profile);
        Identify(connection, "pull", profile.Identify.Pull, profile);
        Identify(connection, "push", profile.Identify.Push, profile);
        Insert(connection, "settings", [Fingerprint(profile), storeName, profile.Select.Object, LocalObject, Word(profile.Identify.OnMany), compact ? "true" : "false", $"{CandidateFinder.DefaultMaxPerKey}"]);
    }

    private static void Govern(DuckConnection connection, ProfileOptions profile)
    {
        for (var i = 0; i < profile.Map.Count; i++)
        {
            var map = profile.Map[i];
            var rule = profile.Govern.For(map.Field);
            Insert(connection, "govern",
            [
                map.Field, map.Org, map.Role == ColumnRole.Email ? "email" : Word(map.Role), $"{i}",
                Word(rule.Push!.Value), Word(rule.Pull!.Value), Word(rule.Conflict!.Value), Word(rule.Blank!.Value),
            ]);
        }
    }

    private static void Requires(DuckConnection connection, ProfileOptions profile)
    {
        foreach (var rule in profile.Select.Require)
        {
            Insert(connection, "requires", [Word(rule.Side), rule.When == RequireWhen.Always ? "push" : "create", rule.Field, rule.Reason]);
        }
    }

    private static void Identify(DuckConnection connection, string direction, IReadOnlyList<IdentifyKey> keys, ProfileOptions profile)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var isEmail = keys[i].Key == KeyKind.Exact && profile.Map.Any(m => m.Field == keys[i].Field && m.Role == ColumnRole.Email);
            Insert(connection, "identify", [direction, $"{i}", keys[i].Key == KeyKind.Id ? "id" : isEmail ? "email" : keys[i].Field!]);
        }
    }

    private static void Insert(DuckConnection connection, string table, IReadOnlyList<string> values)
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
