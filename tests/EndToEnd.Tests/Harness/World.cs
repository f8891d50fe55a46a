using System.Text;
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

    private World(string folder, SandboxServer org)
    {
        Folder = folder;
        _org = org;
        Org = new OrgView(org.BaseAddress, org.AccessToken, org.ControlToken);
    }

    /// <summary>The folder that holds everything.</summary>
    public string Folder { get; }

    /// <summary>The org as its administrator sees it.</summary>
    public OrgView Org { get; }

    public static async Task<World> StartAsync(Func<SandboxOptions, SandboxOptions>? sandbox = null)
    {
        var folder = Directory.CreateTempSubdirectory("contact-sync-e2e-").FullName;
        var options = new SandboxOptions { DataDirectory = Path.Combine(folder, "sandbox"), MinimumInProgressPolls = 2 };
        var org = await SandboxServer.StartAsync(sandbox?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
        var world = new World(folder, org);
        world.Configure(org.BaseAddress);
        return world;
    }

    /// <summary>Writes pipeline.json; keys given as <c>--set</c> to a call stand over it.</summary>
    private void Configure(Uri address)
    {
        var profile = Path.Combine(Repository.Root, "data", "profiles", "engaging-networks.json");
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

    /// <summary>Calls the executable.</summary>
    public Task<CliResult> CallAsync(params IEnumerable<string> args) => CallAsync(new Dictionary<string, string>(), args);

    /// <summary>Calls the executable with environment variables besides.</summary>
    public Task<CliResult> CallAsync(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args) =>
        Cli.RunAsync(args, Folder, new Dictionary<string, string>(environment) { ["E2E_SECRET"] = SandboxOptions.DefaultClientSecret });

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

    /// <summary>One supporter as JSON, by key or e-mail; null when there is none.</summary>
    public async Task<JsonElement?> SupporterAsync(string keyOrEmail)
    {
        var result = await CallAsync("store", "show", keyOrEmail, "--json");
        return result.ExitCode == 0 ? JsonDocument.Parse(result.Out.Trim()).RootElement : null;
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
        var newest = Directory.GetDirectories(Path.Combine(Folder, "runs"), "run=*").Order(StringComparer.Ordinal).Last();
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [newest], Threads = 1 });
        using var connection = database.Connect();
        using var result = connection.Query(select.Replace("{table}", $"read_parquet({DuckSql.Literal(Path.Combine(newest, table + ".parquet"))})", StringComparison.Ordinal));
        return [.. result.TextRows()];
    }

    public async ValueTask DisposeAsync()
    {
        Org.Dispose();
        await _org.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
