using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>A copy of the seed world with its org in a process of its own. Engines are started beside it and may be killed.</summary>
internal sealed class CrashWorld : IAsyncDisposable
{
    /// <summary>What the shell says of a process that was killed by SIGKILL.</summary>
    public const int Killed = 128 + 9;

    private CrashWorld(string folder, OrgProcess org)
    {
        Folder = folder;
        Org = org;
    }

    public string Folder { get; }

    public OrgProcess Org { get; }

    public static async Task<CrashWorld> StartAsync(SeedWorld seed, string keyMode)
    {
        var folder = Directory.CreateTempSubdirectory("contact-sync-crash-").FullName;
        Copy(seed.Folder, folder);
        var org = await OrgProcess.StartAsync(Path.Combine(folder, "sandbox"));
        Settings.Write(folder, org.Address, keyMode);
        return new CrashWorld(folder, org);
    }

    /// <summary>Calls the executable.</summary>
    public Task<CliResult> CallAsync(params IEnumerable<string> args) => Harness.Cli.RunAsync(args, Folder, Settings.Secrets);

    /// <summary>Starts the executable and lets it be; the caller disposes the process.</summary>
    public System.Diagnostics.Process Start(params IEnumerable<string> args) => Harness.Cli.Start(args, Folder, Settings.Secrets);

    /// <summary>Calls the executable and expects it to end well.</summary>
    public async Task<CliResult> DoAsync(params IEnumerable<string> args)
    {
        var result = await CallAsync(args);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', args)}: {result}");
        return result;
    }

    /// <summary>Calls the executable, which must be killed at the point named (<c>name:nth:bytes</c>).</summary>
    public async Task DieAsync(string point, params IEnumerable<string> args)
    {
        var result = await Harness.Cli.RunAsync(args, Folder, new Dictionary<string, string>(Settings.Secrets) { ["SYNC_CRASH"] = point });
        Assert.True(result.ExitCode == Killed, $"{string.Join(' ', args)} was to die at {point}: {result}");
    }

    /// <summary>What a person does after a crash: resume; and where the run had not come to its load, run again.</summary>
    public async Task RecoverAsync()
    {
        await DoAsync("resume");
        if (!HasCommitted())
        {
            await DoAsync("run");
        }
    }

    /// <summary>Whether a run's manifest says that it committed.</summary>
    public bool HasCommitted() => Runs().Any(run => run.Manifest.GetProperty("state").GetString() == "committed");

    /// <summary>The runs with a manifest, oldest first; none where the process died before the first had a folder.</summary>
    public IReadOnlyList<(string Folder, JsonElement Manifest)> Runs() =>
        [.. Directory.GetDirectories(Folder, "runs").SelectMany(runs => Directory.GetDirectories(runs, "run=*")).Order(StringComparer.Ordinal)
            .Select(run => (Folder: run, File: Path.Combine(run, "manifest.json"))).Where(run => File.Exists(run.File))
            .Select(run => (run.Folder, JsonDocument.Parse(File.ReadAllText(run.File)).RootElement))];

    /// <summary>Both sides as an outsider reads them now.</summary>
    public Task<Outcome> OutcomeAsync() => Outcome.ReadAsync(this);

    public async ValueTask DisposeAsync()
    {
        await Org.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Copies a folder and all below it.</summary>
    public static void Copy(string from, string to)
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
