using System.Security.Cryptography;
using System.Text.Json;
using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Model;

namespace ContactSync.Reconcile;

/// <summary>What the static steps need of a profile, as rows; the rules of fields go into the statement of <see cref="FieldMerge"/>.</summary>
public static class PolicyTables
{
    /// <summary>What the store calls its records.</summary>
    public const string LocalObject = "supporter";

    /// <summary>Names the mapping and the rules in force; a row that failed for good is tried again when it changes.</summary>
    public static string Fingerprint(ProfileOptions profile) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { profile.Map, profile.Govern, profile.Select })))[..16];

    /// <summary>Makes and fills <c>identify</c> and <c>settings</c>.</summary>
    public static void Write(DuckConnection connection, ProfileOptions profile, string storeName, bool isReadOnly, bool compact)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(profile);
        connection.Execute(
            """
            create or replace table identify (direction varchar, ordinal integer, key varchar);
            create or replace table settings (mapping varchar, store_name varchar, read_only boolean, org_object varchar, local_object varchar, on_many varchar, compact boolean, max_per_key integer);
            """);
        Identify(connection, "pull", profile.Identify.Pull, profile);
        Identify(connection, "push", profile.Identify.Push, profile);
        Insert(connection, "settings", [Fingerprint(profile), storeName, isReadOnly ? "true" : "false", profile.Select.Object, LocalObject, Word(profile.Identify.OnMany), compact ? "true" : "false", $"{CandidateFinder.DefaultMaxPerKey}"]);
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
