using System.Diagnostics;
using System.Text.Json;
using ContactSync.DuckDb;
using ContactSync.Sandbox;

namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>
/// One org, one store and one configuration in a folder of their own. The org is a sandbox behind a socket; the engine is the executable in a process
/// of its own. What is asserted on is what an outsider can read: records by REST, the request log, sealed Parquet, exit codes.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private readonly SandboxServer _org;
    private readonly Stack<Func<Task>> _undo = new();

    private World(string folder, SandboxServer org, OrgClock clock)
    {
        Folder = folder;
        _org = org;
        Clock = clock;
        Org = new OrgView(org.BaseAddress, org.AccessToken, org.ControlToken);
    }

    /// <summary>The folder that holds everything.</summary>
    public string Folder { get; }

    /// <summary>The org as its administrator sees it.</summary>
    public OrgView Org { get; }

    /// <summary>Where the org answers.</summary>
    public Uri Address => _org.BaseAddress;

    /// <summary>The org's clock.</summary>
    public OrgClock Clock { get; }

    /// <summary>The newest run's folder.</summary>
    public string NewestRun => Directory.GetDirectories(Path.Combine(Folder, "runs"), "run=*").Order(StringComparer.Ordinal).Last();

    public static async Task<World> StartAsync(Func<SandboxOptions, SandboxOptions>? sandbox = null)
    {
        var folder = Directory.CreateTempSubdirectory("contact-sync-e2e-").FullName;
        var clock = new OrgClock();
        var options = new SandboxOptions { TimeProvider = clock, DataDirectory = Path.Combine(folder, "sandbox"), MinimumInProgressPolls = 2 };
        var org = await SandboxServer.StartAsync(sandbox?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
        var world = new World(folder, org, clock);
        world.Configure(org.BaseAddress);
        return world;
    }

    /// <summary>As <see cref="StartAsync"/>, in an org whose schema has these sections besides the shipped fields and workflow, and no other rules.</summary>
    public static async Task<World> StartWithAsync(string sections, bool workflows = true)
    {
        var schema = Path.GetTempFileName();
        const string Stamp = """{ "object": "Contact", "on": ["create", "update"], "set": "EN_Last_Modified_Date__c", "to": "now", "unlessUser": "integration" }""";
        await File.WriteAllTextAsync(schema, $$"""
            {
              "fields": [
                { "object": "Contact", "name": "Sync_Key__c", "type": "Text", "length": 80, "externalId": true, "unique": true },
                { "object": "Contact", "name": "EN_Last_Modified_Date__c", "type": "DateTime" }
              ],
              "workflows": [{{(workflows ? Stamp : "")}}]{{(sections.Length == 0 ? "" : ",")}}
              {{sections}}
            }
            """);
        var world = await StartAsync(o => o with { SchemaFile = schema });
        world.Undo(() =>
        {
            File.Delete(schema);
            return Task.CompletedTask;
        });
        return world;
    }

    /// <summary>Fills the org with Contacts as a data migration does: their stamps are old, so that no incremental run extracts them.</summary>
    public async Task MigrateAsync(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        const string Old = "2020-01-01T00:00:00.000Z";
        var dated = lines.Skip(1).Select(line => $"{line},{Old},{Old},{Old}").Prepend($"{lines[0]},CreatedDate,LastModifiedDate,EN_Last_Modified_Date__c");
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', dated) + "\n"));
        await SeedAsync(stream);
    }

    /// <summary>The Id of the one Contact for which a SOQL condition holds.</summary>
    public async Task<string> IdAsync(string where) => Assert.Single(await Org.QueryAsync($"SELECT Id FROM Contact WHERE {where}")).GetProperty("Id").GetString()!;

    /// <summary>Writes pipeline.json; keys given as <c>--set</c> to a call stand over it.</summary>
    private void Configure(Uri address)
    {
        var profile = Environment.GetEnvironmentVariable("CONTACT_SYNC_TEST_PROFILE") is { Length: > 0 } mutant ? mutant : Path.Combine(Repository.Root, "data", "profiles", "engaging-networks.json");
        File.WriteAllText(Path.Combine(Folder, "pipeline.json"), JsonSerializer.Serialize(new
        {
            profile,
            org = new { kind = "salesforce", instanceUrl = address, auth = new { flow = "clientCredentials", clientId = SandboxOptions.DefaultClientId, clientSecret = "env:E2E_SECRET" } },
            store = new { path = "contacts.duckdb", name = "local" },
            runs = new { path = "runs" },
            state = new { path = "state" },
            extract = new { lag = "0s", overlap = "0s" },
            load = new { pollFirst = "10ms", pollMax = "100ms" },
            budget = new { memory = "512MB", threads = 1, tempDirectory = "state/tmp", apiCallsPercent = 100 },
        }));
    }

    /// <summary>Fills the org from a CSV of API names, stamps as given.</summary>
    public async Task SeedAsync(Stream contacts) => await _org.SeedAsync("Contact", contacts, TestContext.Current.CancellationToken);

    /// <summary>The org as the integration user, whom the engine acts as, sees and edits it.</summary>
    public async Task<OrgView> AsIntegrationUserAsync()
    {
        using var http = new HttpClient { BaseAddress = _org.BaseAddress };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = SandboxOptions.DefaultClientId,
            ["client_secret"] = SandboxOptions.DefaultClientSecret,
        });
        using var reply = await http.PostAsync("services/oauth2/token", form);
        using var body = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return new OrgView(_org.BaseAddress, body.RootElement.GetProperty("access_token").GetString()!, _org.ControlToken);
    }

    /// <summary>Calls the executable.</summary>
    public Task<CliResult> CallAsync(params IEnumerable<string> args) => CallAsync(new Dictionary<string, string>(), args);

    /// <summary>Calls the executable with environment variables besides.</summary>
    public Task<CliResult> CallAsync(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args) =>
        Cli.RunAsync(args, Folder, new Dictionary<string, string>(environment) { ["E2E_SECRET"] = SandboxOptions.DefaultClientSecret });

    /// <summary>Starts the executable and lets it be; the caller disposes the process.</summary>
    public Process Start(params IEnumerable<string> args) =>
        Cli.Start(args, Folder, new Dictionary<string, string> { ["E2E_SECRET"] = SandboxOptions.DefaultClientSecret });

    /// <summary>Replaces a piece of pipeline.json, which must be there.</summary>
    public void Reconfigure(string piece, string by)
    {
        var file = Path.Combine(Folder, "pipeline.json");
        var text = File.ReadAllText(file);
        Assert.Contains(piece, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(piece, by, StringComparison.Ordinal));
    }

    /// <summary>A run that must end with exit code 0.</summary>
    public async Task<CliResult> RunAsync(params IEnumerable<string> more)
    {
        var result = await CallAsync(["run", .. more]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    /// <summary>Imports supporters from CSV text with a header of field names.</summary>
    public async Task<CliResult> ImportAsync(string csv)
    {
        var file = Path.Combine(Folder, "import.csv");
        await File.WriteAllTextAsync(file, csv);
        return await CallAsync("store", "import", file);
    }

    /// <summary>Imports a file as it is, with the columns given as <c>field=Column</c>.</summary>
    public Task<CliResult> ImportFileAsync(string file, params IEnumerable<string> columns) =>
        CallAsync(["store", "import", file, .. columns.SelectMany(c => (string[])["--column", c])]);

    /// <summary>One supporter as JSON, by key or e-mail; null when there is none.</summary>
    public async Task<JsonElement?> SupporterAsync(string keyOrEmail)
    {
        var result = await CallAsync("store", "show", keyOrEmail, "--json");
        return result.ExitCode == 0 ? JsonDocument.Parse(result.Out.Trim()).RootElement : null;
    }

    /// <summary>All supporters in key order, read from the store's file while nobody has it open; one JSON object each, as in the store's table.</summary>
    public IReadOnlyList<JsonElement> Supporters()
    {
        using var database = DuckDatabase.Open(Path.Combine(Folder, "contacts.duckdb"), new DuckDbOptions { ReadOnly = true, Threads = 1 });
        using var connection = database.Connect();
        using var result = connection.Query("select to_json(s) from supporter s order by supporter_id");
        return [.. result.TextRows().Select(row => JsonDocument.Parse(row[0]!).RootElement)];
    }

    /// <summary>Edits a supporter as its own users would.</summary>
    public async Task SetAsync(string keyOrEmail, params IEnumerable<string> assignments)
    {
        var result = await CallAsync(["store", "set", keyOrEmail, .. assignments]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>Rows of a sealed table of the newest run; <c>{table}</c> in the query stands for its file.</summary>
    public IReadOnlyList<string?[]> Sealed(string table, string select)
    {
        var newest = NewestRun;
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [newest], Threads = 1 });
        using var connection = database.Connect();
        using var result = connection.Query(select.Replace("{table}", $"read_parquet({DuckSql.Literal(Path.Combine(newest, table + ".parquet"))})", StringComparison.Ordinal));
        return [.. result.TextRows()];
    }

    /// <summary>Asks for something to be undone before the folder is removed, the last first, however the test ends.</summary>
    public void Undo(Func<Task> undo) => _undo.Push(undo);

    public async ValueTask DisposeAsync()
    {
        Org.Dispose();
        await _org.DisposeAsync();
        foreach (var undo in _undo)
        {
            await undo();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
