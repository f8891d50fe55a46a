using System.Text.Json;
using ContactSync.Config;
using ContactSync.Generate;
using ContactSync.Runs;
using ContactSync.Sandbox;
using ContactSync.Stores;

namespace ContactSync.Tune;

/// <summary>
/// A made-up world in a folder of its own, made once; each trial is a first run of a copy of it against a sandbox that works on each job at a set pace. Nothing of the
/// configured org, store, runs or state is opened.
/// </summary>
public sealed class TuneWorld : IDisposable
{
    private const string Configuration = "pipeline.json";

    private readonly string _folder;
    private readonly SyncConfig _config;
    private readonly int _rowsPerSecond;
    private string? _plan;

    private TuneWorld(string folder, SyncConfig config, int rowsPerSecond) => (_folder, _config, _rowsPerSecond) = (folder, config, rowsPerSecond);

    private string Seed => Path.Combine(_folder, "seed");

    /// <param name="rows">Supporters; of Contacts there is a third.</param>
    /// <param name="rowsPerSecond">Rows a second that the sandbox works on in each job; 0 for as fast as it can.</param>
    public static async Task<TuneWorld> CreateAsync(SyncConfig config, int rows, int rowsPerSecond, CancellationToken cancellationToken)
    {
        var world = new TuneWorld(Directory.CreateTempSubdirectory("contact-sync-tune-").FullName, config, rowsPerSecond);
        try
        {
            Directory.CreateDirectory(world.Seed);
            World.Generate(1, rows, rows / 3).WriteTo(world.Seed);
            await using (var org = await SandboxServer.StartAsync(world.Sandbox(world.Seed), cancellationToken))
            {
                await using var contacts = File.OpenRead(Path.Combine(world.Seed, "contacts.csv"));
                await org.SeedAsync("Contact", contacts, cancellationToken);
            }

            world.Configure(world.Seed, new Uri("http://127.0.0.1:9/"));
            await using var store = Composition.OpenStore(world.Load(world.Seed, []).Pipeline, TimeProvider.System);
            await new ContactStoreEditor(store).ImportAsync(Path.Combine(world.Seed, "supporters.csv"), null, cancellationToken);
            return world;
        }
        catch
        {
            world.Dispose();
            throw;
        }
    }

    /// <summary>Runs a copy once with these settings; returns how long the run took, without making the copy. Throws where the plan is not the one of the trials before.</summary>
    public async Task<TimeSpan> TryAsync(IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_folder, "trial");
        Copy(Seed, folder);
        try
        {
            await using var org = await SandboxServer.StartAsync(Sandbox(folder), cancellationToken);
            Configure(folder, org.BaseAddress);
            await using var parts = await Composition.OpenAsync(Load(folder, settings), TimeProvider.System, Random.Shared, cancellationToken);
            var run = new SyncRun(parts, static (topology, token) => topology.RunAsync(token), static _ => { });
            var report = await run.StartAsync(RunGoal.Commit, new RunScope(), null, static _ => { }, cancellationToken);
            var plan = RunFolder.Open(parts.Files, parts.RunsRoot, parts.StateRoot, RunId.Parse(report.Run)).Entry("plan")!.Sha256;
            _plan ??= plan;
            return plan == _plan ? report.Elapsed : throw new InvalidOperationException($"the plan changed with {string.Join(' ', settings)}: what is tuned must not change a result");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SandboxOptions Sandbox(string folder) => new() { DataDirectory = Path.Combine(folder, "sandbox"), Seed = 1, RowsPerSecond = _rowsPerSecond };

    private SyncConfig Load(string folder, IEnumerable<string> settings) => ConfigLoader.Load(
        Path.Combine(folder, Configuration), [.. _config.Entries.Where(TuneKnobs.IsTaken).Select(e => $"{e.Path}={e.Value}"), .. settings], new Dictionary<string, string>());

    private void Configure(string folder, Uri org)
    {
        var secret = Path.Combine(folder, "secret");
        File.WriteAllText(secret, SandboxOptions.DefaultClientSecret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(Path.Combine(folder, Configuration), JsonSerializer.Serialize(new
        {
            profile = _config.ProfileFile,
            org = new { kind = "salesforce", instanceUrl = org, auth = new { flow = "clientCredentials", clientId = SandboxOptions.DefaultClientId, clientSecret = "file:secret" } },
            store = new { path = "contacts.duckdb", name = "local" },
            runs = new { path = "runs" },
            state = new { path = "state" },
            extract = new { lag = "0s", overlap = "0s" },
            load = new { pollFirst = "20ms", pollMax = "500ms" },
            budget = new { tempDirectory = "state/tmp" },
        }));
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
            foreach (var file in Directory.GetFiles(folder))
            {
                File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)), overwrite: true);
            }
        }
    }
}
