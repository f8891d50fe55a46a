using System.Text.Json;
using ContactSync.Sandbox;

namespace ContactSync.Bench.Throughput;

/// <summary>A folder with a configuration, a store and what runs leave; removed at the end.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace(string? root = null) =>
        Folder = Directory.CreateDirectory(Path.Combine(root ?? Path.GetTempPath(), "contact-sync-bench-" + Path.GetRandomFileName())).FullName;

    /// <summary>What every call of the product gets: the secret of the sandbox's own client.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string> { ["BENCH_SECRET"] = SandboxOptions.DefaultClientSecret };

    public string Folder { get; }

    /// <summary>Where runs are sealed.</summary>
    public string Runs => Path.Combine(Folder, "runs");

    /// <summary>Writes pipeline.json for an org at that address.</summary>
    public void Configure(Uri org, string memory)
    {
        var profile = Path.Combine(Repository(), "data", "profiles", "engaging-networks.json");
        File.WriteAllText(Path.Combine(Folder, "pipeline.json"), JsonSerializer.Serialize(new
        {
            profile,
            org = new { kind = "salesforce", instanceUrl = org, auth = new { flow = "clientCredentials", clientId = SandboxOptions.DefaultClientId, clientSecret = "env:BENCH_SECRET" } },
            store = new { path = "contacts.duckdb", name = "local" },
            runs = new { path = "runs" },
            state = new { path = "state" },
            extract = new { lag = "0s", overlap = "0s" },
            load = new { pollFirst = "10ms", pollMax = "200ms" },
            budget = new { memory, apiCallsPercent = 100, tempDirectory = "state/tmp" },
        }));
    }

    /// <summary>A second workspace with the same content.</summary>
    public Workspace Copy()
    {
        var copy = new Workspace(Path.GetDirectoryName(Folder));
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.Folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Pipeline.sln was not found above " + AppContext.BaseDirectory);
    }
}
