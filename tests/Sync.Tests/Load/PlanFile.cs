using System.Globalization;
using ContactSync.DuckDb;

namespace ContactSync.Sync.Tests.Load;

/// <summary>Writes plans for tests: rows as values, in the columns of a run's plan.</summary>
internal static class PlanFile
{
    /// <summary>A plan row; changes are pairs of target and value, where null clears.</summary>
    public sealed record Row(string Side, string Action, string? LocalKey, string? OrgId, string? SyncKey, DateTimeOffset? Stamp, params (string Target, string? After)[] Changes);

    public static long Write(string path, IEnumerable<Row> rows)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = null });
        using var connection = database.Connect();
        connection.Execute("""
            create table plan (plan_row bigint, wave integer, side varchar, object varchar, action varchar, record_key varchar, local_key varchar, org_id varchar,
                sync_key varchar, expected_stamp timestamptz, changes struct(field varchar, target varchar, "before" varchar, "after" varchar, rule varchar)[], fingerprint varchar)
            """);
        long n = 0;
        foreach (var row in rows)
        {
            n++;
            var changes = string.Join(", ", row.Changes.Select(c => $"{{'field': 'f', 'target': {Text(c.Target)}, 'before': null, 'after': {Text(c.After)}, 'rule': 'newer'}}"));
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                insert into plan values ({n}, {(row.Side == "org" ? 0 : 1)}, '{row.Side}', '{(row.Side == "org" ? "Contact" : "supporter")}', '{row.Action}',
                    'local:{row.LocalKey ?? "new"}', {Text(row.LocalKey)}, {Text(row.OrgId)}, {Text(row.SyncKey)},
                    {(row.Stamp is { } stamp ? $"'{stamp:o}'::timestamptz" : "null")}, [{changes}], 'fp{n}')
                """));
        }

        connection.Execute($"copy (select * from plan order by plan_row) to {DuckSql.Literal(path)} (format parquet)");
        return n;
    }

    private static string Text(string? value) => value is null ? "null" : DuckSql.Literal(value);
}
