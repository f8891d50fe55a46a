using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox;

namespace ContactSync.Bench.Fuzz;

/// <summary>A sandbox with a few records, jobs, views and reports, and the ids that requests are given.</summary>
internal sealed class FuzzOrg : IAsyncDisposable
{
    private const string Schema = """
        {"fields":[{"object":"Contact","name":"Sync_Key__c","type":"Text","length":64,"externalId":true,"unique":true},{"object":"Contact","name":"Loose_Key__c","type":"Text","length":20,"externalId":true}],
         "listViews":[{"object":"Contact","name":"All","label":"All Contacts","columns":["Name","Email"],"orderBy":"Name","where":"LastName LIKE 'P%'"}],
         "reports":[{"name":"People","label":"People","object":"Contact","columns":["LastName","Email"],"where":"LastName LIKE 'P%'"}]}
        """;

    private readonly string _folder;

    private FuzzOrg(SandboxServer server, HttpClient client, string folder)
    {
        (Server, Client, _folder) = (server, client, folder);
    }

    public SandboxServer Server { get; }

    public HttpClient Client { get; }

    /// <summary>A live id by the first three characters of its like.</summary>
    public ConcurrentDictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    public string UserId { get; private set; } = "";

    public static async Task<FuzzOrg> StartAsync(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-fuzz-").FullName;
        var schema = Path.Combine(folder, "schema.json");
        await File.WriteAllTextAsync(schema, Schema);
        var server = await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = Path.Combine(folder, "org"), SchemaFile = schema, Seed = seed, EnforceLimits = false, MinimumInProgressPolls = 0, ClientId = "client-of-tests", ClientSecret = "s3cr3t+&=of tests", TimeProvider = new ThenClock() }, CancellationToken.None);
        var handler = new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None, AllowAutoRedirect = false, MaxConnectionsPerServer = 64 };
        var client = new HttpClient(handler) { BaseAddress = server.BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
        var org = new FuzzOrg(server, client, folder);
        await org.FillAsync();
        return org;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task FillAsync()
    {
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes("LastName,Email,Loose_Key__c\n" + string.Join('\n', Enumerable.Range(0, 50).Select(i => $"Person {i},p{i}@example.org,{(i < 2 ? "twin" : "k" + i)}"))));
        await Server.SeedAsync("Contact", csv, CancellationToken.None);
        await RefreshAsync();
        Ids["00B"] = (await SendAsync(HttpMethod.Get, "/services/data/v66.0/sobjects/Contact/listviews", null)).GetProperty("listviews")[0].GetProperty("id").GetString()!;
        UserId = (await SendAsync(HttpMethod.Get, "/services/oauth2/userinfo", null)).GetProperty("user_id").GetString()!;
    }

    /// <summary>Makes new records and jobs in the place of those that requests may have deleted, and ends their jobs.</summary>
    public async Task RefreshAsync()
    {
        Ids["001"] = await MakeAsync("Account", """{"Name":"Lorem Ipsum"}""");
        Ids["003"] = await MakeAsync("Contact", """{"LastName":"Person"}""");
        Ids["00Q"] = await MakeAsync("Lead", """{"LastName":"Lead","Company":"Lorem"}""");
        Ids["006"] = await MakeAsync("Opportunity", """{"Name":"Deal","StageName":"Prospecting","CloseDate":"2026-05-01"}""");
        Ids["750i"] = (await SendAsync(HttpMethod.Post, "/services/data/v66.0/jobs/ingest", """{"object":"Contact","operation":"insert"}""")).GetProperty("id").GetString()!;
        Ids["750q"] = (await SendAsync(HttpMethod.Post, "/services/data/v66.0/jobs/query", """{"operation":"query","query":"SELECT Id, Name FROM Contact LIMIT 10"}""")).GetProperty("id").GetString()!;
        Ids["00O"] = (await SendAsync(HttpMethod.Get, "/services/data/v66.0/analytics/reports", null))[0].GetProperty("id").GetString()!;
        Ids["0LG"] = (await SendAsync(HttpMethod.Post, $"/services/data/v66.0/analytics/reports/{Ids["00O"]}/instances", "{}")).GetProperty("id").GetString()!;
    }

    /// <summary>Managed memory after a full collection, and what the org holds it for.</summary>
    public async Task<Held> HeldAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/__control/state");
        request.Headers.Add("X-Sandbox-Token", Server.ControlToken);
        using var reply = await Client.SendAsync(request);
        reply.EnsureSuccessStatusCode();
        var state = JsonElement.Parse(await reply.Content.ReadAsStringAsync());
        var tables = state.GetProperty("objects").EnumerateObject().Select(o => o.Value).ToList();
        long Sum(string name) => tables.Sum(t => t.GetProperty(name).GetInt64());
        return new Held(GC.GetTotalMemory(forceFullCollection: true), Sum("live") + Sum("deleted"), state.GetProperty("jobs").GetArrayLength(), Sum("bytes"), Sum("heldBytes"))
        {
            Sparse = tables.Exists(t => t.GetProperty("heldBytes").GetInt64() > (2 * t.GetProperty("bytes").GetInt64()) + Held.LastSegments),
        };
    }

    private async Task<string> MakeAsync(string type, string body) => (await SendAsync(HttpMethod.Post, "/services/data/v66.0/sobjects/" + type, body)).GetProperty("id").GetString()!;

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.AccessToken);
        using var reply = await Client.SendAsync(request);
        reply.EnsureSuccessStatusCode();
        return JsonElement.Parse(await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Stands at the time the transcripts were written to happen, while timers go on.</summary>
    private sealed class ThenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 21, 33, 43, TimeSpan.Zero);
    }
}
