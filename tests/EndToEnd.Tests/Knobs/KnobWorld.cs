using ContactSync.EndToEnd.Tests.Crash;
using ContactSync.EndToEnd.Tests.Harness;
using ContactSync.Sandbox;

namespace ContactSync.EndToEnd.Tests.Knobs;

/// <summary>
/// One world of 13,000 supporters and 3,000 Contacts, and what runs of copies of it left behind. The settings of a run differ in every knob and give each a value of its own, so
/// that one wired to another's place shows.
/// </summary>
public sealed class KnobWorld : IAsyncLifetime
{
    private const int Supporters = 13_000;
    private const int Contacts = 3_000;

    /// <summary>Every knob at the bottom.</summary>
    private static readonly string[] Few =
    [
        "extract.lag=0s", "extract.overlap=0s", "extract.pageRows=1000",
        "dataflow.extract.capacity=1", "dataflow.extract.batchRows=1000",
        "dataflow.normalise.parallelism=1", "dataflow.normalise.capacity=2", "dataflow.snapshot.capacity=3",
        "dataflow.candidates.parallelism=1", "dataflow.candidates.capacity=5", "dataflow.candidates.batchRows=2000",
        "dataflow.score.parallelism=1", "dataflow.score.capacity=6", "dataflow.load.capacity=7",
        "load.jobsInFlight=1", "load.rowsPerJob=10000", "load.bytesPerJob=100MB", "load.pollFirst=10ms", "load.pollMax=10ms",
        "budget.threads=1", "budget.memory=300MB",
    ];

    /// <summary>Every knob higher, but the bytes of a job, whose other value is the lower one.</summary>
    private static readonly string[] Many =
    [
        "extract.lag=2h", "extract.overlap=1h", "extract.pageRows=50000",
        "dataflow.extract.capacity=8", "dataflow.extract.batchRows=100",
        "dataflow.normalise.parallelism=3", "dataflow.normalise.capacity=9", "dataflow.snapshot.capacity=10",
        "dataflow.candidates.parallelism=4", "dataflow.candidates.capacity=11", "dataflow.candidates.batchRows=50",
        "dataflow.score.parallelism=5", "dataflow.score.capacity=12", "dataflow.load.capacity=13",
        "load.jobsInFlight=5", "load.rowsPerJob=20000", "load.bytesPerJob=100KB", "load.pollFirst=400ms", "load.pollMax=400ms",
        "budget.threads=2", "budget.memory=600MB",
    ];

    /// <summary>Jobs of all rows, which take long in the org.</summary>
    private static readonly string[] Wide = ["load.rowsPerJob=20000", "load.bytesPerJob=100MB", "load.pollFirst=10ms", "load.pollMax=1s"];

    // Ten rows meet a lock, once.
    private static readonly object Locks = new { rules = new[] { new { match = new { jobOp = "upsert", count = 10 }, @do = "rowError", code = "UNABLE_TO_LOCK_ROW" } } };

    private readonly string _folder = Directory.CreateTempSubdirectory("contact-sync-knobs-").FullName;
    private readonly Dictionary<string, KnobRun> _runs = [];

    internal KnobRun this[string name] => _runs[name];

    internal IReadOnlyCollection<KnobRun> Runs => _runs.Values;

    public async ValueTask InitializeAsync()
    {
        var world = Path.Combine(_folder, "world");
        Directory.CreateDirectory(world);
        Settings.Write(world, new Uri("http://127.0.0.1:9/"));
        await DoAsync(world, "generate", "--seed", "11", "--local", $"{Supporters}", "--org", $"{Contacts}", "--out", "world");
        await using (var org = await SandboxServer.StartAsync(Sandbox(world), CancellationToken.None))
        {
            await using var contacts = File.OpenRead(Path.Combine(world, "world", "contacts.csv"));
            await org.SeedAsync("Contact", contacts, CancellationToken.None);
        }

        await DoAsync(world, "store", "import", Path.Combine("world", "supporters.csv"));
        await RunAsync("few", Few, o => o with { MinimumInProgressPolls = 14 }, again: true);
        await RunAsync("many", Many, again: true);
        await RunAsync("wide", Wide, o => o with { MinimumInProgressPolls = 14 });
        await RunAsync("frugal", ["budget.apiCallsPercent=1", "load.bytesPerJob=100KB"], o => o with { DailyApiRequests = 4_000 });
        await RunAsync("lavish", ["budget.apiCallsPercent=100", "load.bytesPerJob=100KB"], o => o with { DailyApiRequests = 4_000 });
        await RunAsync("hasty", ["load.rowRetries=0"], faults: Locks);
        await RunAsync("patient", ["load.rowRetries=1"], faults: Locks);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(string name, string[] settings, Func<SandboxOptions, SandboxOptions>? sandbox = null, object? faults = null, bool again = false)
    {
        var folder = Path.Combine(_folder, name);
        CrashWorld.Copy(Path.Combine(_folder, "world"), folder);
        var options = Sandbox(folder);
        await using var org = await SandboxServer.StartAsync(sandbox?.Invoke(options) ?? options, CancellationToken.None);
        using var view = new OrgView(org.BaseAddress, org.AccessToken, org.ControlToken);
        if (faults is not null)
        {
            await view.FaultAsync(faults);
        }

        Settings.Write(folder, org.BaseAddress);
        string[] run = ["run", "--set", "load.bytesPerJob=100MB", .. settings.SelectMany(s => (string[])["--set", s])];
        var result = await Harness.Cli.RunAsync(run, folder, Settings.Secrets);
        var requests = await view.RequestsAsync();
        if (again)
        {
            var after = await Harness.Cli.RunAsync(run, folder, Settings.Secrets);
            Assert.True(after.ExitCode == 0, after.ToString());
        }

        var folders = Directory.GetDirectories(Path.Combine(folder, "runs"), "run=*").Order(StringComparer.Ordinal).ToList();
        _runs[name] = new KnobRun(result, folders, requests);
    }

    private static SandboxOptions Sandbox(string folder) => new() { DataDirectory = Path.Combine(folder, "sandbox"), Seed = 1 };

    private static async Task DoAsync(string folder, params IEnumerable<string> args)
    {
        var result = await Harness.Cli.RunAsync(args, folder, Settings.Secrets);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
