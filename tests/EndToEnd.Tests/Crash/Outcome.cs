using System.Text.Json;
using ContactSync.DuckDb;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>
/// What both sides hold, by values: ids and stamps aside, a link told by the e-mail of the Contact it names. And what the org was sent: rows of
/// closed jobs by operation, rows of all uploads, jobs left open.
/// </summary>
internal sealed record Outcome(IReadOnlyList<string> Contacts, IReadOnlyList<string> Supporters, IReadOnlyDictionary<string, long> ClosedRows, long UploadedRows, long LargestUpload, int OpenJobs)
{
    private static readonly string[] OrgFields = ["FirstName", "LastName", "Email", "Phone", "MailingStreet", "MailingCity", "Sync_Key__c"];

    public static async Task<Outcome> ReadAsync(CrashWorld world)
    {
        var records = await world.Org.View.QueryAsync($"SELECT Id, {string.Join(", ", OrgFields)} FROM Contact");
        var emails = records.ToDictionary(r => Text(r, "Id"), r => Text(r, "Email"));
        var state = await world.Org.View.StateAsync();
        var jobs = state.GetProperty("jobs").EnumerateArray().Where(job => Text(job, "operation") is "insert" or "upsert" or "update").ToList();
        var uploads = (await world.Org.View.RequestsAsync()).Where(r => Text(r, "method") == "PUT").Select(Rows).ToList();
        return new Outcome(
            [.. records.Select(r => string.Join('|', OrgFields.Select(f => Text(r, f)))).Order(StringComparer.Ordinal)],
            Store(Path.Combine(world.Folder, "contacts.duckdb"), emails),
            jobs.Where(job => Text(job, "state") is not ("Open" or "Aborted")).GroupBy(job => Text(job, "operation")).ToDictionary(g => g.Key, g => g.Sum(Rows)),
            uploads.Sum(),
            uploads.Max(),
            jobs.Count(job => Text(job, "state") == "Open"));
    }

    /// <summary>
    /// Nothing lost, nothing twice: both sides as after an uninterrupted run, no row in two closed jobs, at most one slice uploaded again, no empty
    /// job left behind.
    /// </summary>
    public void MustEqual(Outcome uninterrupted)
    {
        Assert.Equal(uninterrupted.Contacts, Contacts);
        Assert.Equal(uninterrupted.Supporters, Supporters);
        Assert.Equal(Contacts.Count, Contacts.Distinct().Count());
        Assert.Equal(uninterrupted.ClosedRows, ClosedRows);
        Assert.InRange(UploadedRows, uninterrupted.UploadedRows, uninterrupted.UploadedRows + uninterrupted.LargestUpload);
        Assert.Equal(0, OpenJobs);
    }

    private static List<string> Store(string path, Dictionary<string, string> emails)
    {
        using var database = DuckDatabase.Open(path, new DuckDbOptions { Threads = 1, ReadOnly = true });
        using var connection = database.Connect();
        using var result = connection.Query("select supporter_id, first_name, last_name, email, phone, street, city, sync_status, contact_id from supporter order by supporter_id");
        return [.. result.TextRows().Select(row => string.Join('|', row[..^1]) + "|" + (row[^1] is { } id ? emails.GetValueOrDefault(id, "a Contact that is not there") : "no link"))];
    }

    private static long Rows(JsonElement request) => request.TryGetProperty("rows", out var rows) ? rows.GetInt64() : 0;

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
