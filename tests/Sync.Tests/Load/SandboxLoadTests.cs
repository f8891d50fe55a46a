using System.Text;
using ContactSync.Load;
using ContactSync.Salesforce;
using ContactSync.Sandbox;
using static ContactSync.Sync.Tests.Load.PlanFile;

namespace ContactSync.Sync.Tests.Load;

/// <summary>The protocol over a socket, against an org that shares no code with the client.</summary>
public sealed class SandboxLoadTests
{
    private const int Makes = 12;

    public static TheoryData<string, string?> Faults
    {
        get
        {
            string[] rules =
            [
                """{ "match": { "method": "POST", "path": "jobs/ingest$" }, "do": "lostReply" }""",
                """{ "match": { "method": "POST", "path": "jobs/ingest$" }, "do": "reset" }""",
                """{ "match": { "method": "PUT", "path": "batches" }, "do": "lostReply" }""",
                """{ "match": { "method": "PUT", "path": "batches" }, "do": "reset", "when": "midUpload", "bytes": 40 }""",
                """{ "match": { "method": "PATCH", "path": "jobs/ingest/" }, "do": "lostReply" }""",
                """{ "match": { "method": "PATCH", "path": "jobs/ingest/" }, "do": "reset" }""",
                """{ "match": { "method": "PATCH", "path": "jobs/ingest/" }, "do": "status", "status": 503 }""",
                """{ "match": { "method": "GET", "path": "successfulResults" }, "do": "truncate", "bytes": 150 }""",
                """{ "match": { "method": "GET", "path": "failedResults" }, "do": "reset" }""",
                """{ "match": { "method": "GET", "path": "jobs/ingest/750[^/]*$" }, "do": "reset" }""",
            ];
            var data = new TheoryData<string, string?>();
            foreach (var rule in rules)
            {
                data.Add(rule, "Sync_Key__c");
                data.Add(rule, null);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_record_is_made_once_and_changed_once_whatever_is_lost(string rule, string? externalId)
    {
        using var data = new Folder();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = data.Path, Seed = 3 }, CancellationToken.None);
        using var handler = SalesforceClient.CreateHandler();
        await using var bench = new LoadBench { ExternalIdField = externalId, RowsPerJob = 6, Connect = () => Client(sandbox, handler) };
        using (var seed = new MemoryStream(Encoding.UTF8.GetBytes("LastName,Email\nOld One,one@example.org\nOld Two,two@example.org\n")))
        {
            await sandbox.SeedAsync("Contact", seed, CancellationToken.None);
        }

        await bench.SealAsync([.. Enumerable.Range(1, Makes).Select(Make), .. await ChangesAsync(sandbox, handler)]);
        await PostAsync(sandbox, rule);
        var totals = await bench.RunAsync();

        Assert.Equal(new LoadTotals(Makes + 2, Makes + 2, Makes, 0, 0, 0, 0), totals[PlanSide.Org]);
        Assert.Equal(Makes + 2, await sandbox.CountAsync("Contact"));
        Assert.Equal(Makes + 2, LoadBench.Lines($"select distinct org_id from '{bench.Results}'").Count);
        using var client = Client(sandbox, handler);
        Assert.Equal(2, await client.CountAsync(Soql.Count().From("Contact").Where(SoqlCondition.Equal("LastName", "Changed, \"twice\"").And(SoqlCondition.IsBlank("Email")))));
    }

    // Two of them alike but for the key, which only one of the modes sends.
    private static Row Make(int key) => new("org", "create", null, null, $"main:{key}", null, ("LastName", key < 3 ? "Twin" : $"Née {key}\nTwo lines"), ("Birthdate", "1990-01-02"));

    private static async Task<List<Row>> ChangesAsync(SandboxServer sandbox, HttpMessageHandler handler)
    {
        using var client = Client(sandbox, handler);
        var rows = new List<Row>();
        await foreach (var record in client.QueryAsync(Soql.Select("Id", "SystemModstamp").From("Contact").OrderBy("Id")))
        {
            var stamp = DateTimeOffset.Parse(record.GetProperty("SystemModstamp").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            rows.Add(new Row("org", "update", null, record.GetProperty("Id").GetString(), null, stamp, ("LastName", "Changed, \"twice\""), ("Email", null)));
        }

        return rows;
    }

    private static SalesforceClient Client(SandboxServer sandbox, HttpMessageHandler handler) => new(
        handler,
        new SalesforceOptions
        {
            InstanceUrl = sandbox.BaseAddress,
            Credentials = Credentials.ForClient(SandboxOptions.DefaultClientId, SandboxOptions.DefaultClientSecret),
            FirstRetryDelay = TimeSpan.FromMilliseconds(1),
        });

    private static async Task PostAsync(SandboxServer sandbox, string rule)
    {
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "__control/faults") { Content = new StringContent($$"""{ "seed": 1, "rules": [ {{rule}} ] }""", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Sandbox-Token", sandbox.ControlToken);
        using var reply = await http.SendAsync(request);
        reply.EnsureSuccessStatusCode();
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("load-sandbox-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
