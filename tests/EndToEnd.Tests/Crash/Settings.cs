using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;
using ContactSync.Sandbox;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>The configuration of these tests: small slices, one at a time, and no waiting that is not asked for.</summary>
internal static class Settings
{
    public static IReadOnlyDictionary<string, string> Secrets { get; } = new Dictionary<string, string> { ["E2E_SECRET"] = SandboxOptions.DefaultClientSecret };

    public static void Write(string folder, Uri org, string keyMode = "externalId") =>
        File.WriteAllText(Path.Combine(folder, "pipeline.json"), JsonSerializer.Serialize(new
        {
            profile = Path.Combine(Repository.Root, "data", "profiles", "engaging-networks.json"),
            org = new { kind = "salesforce", instanceUrl = org, auth = new { flow = "clientCredentials", clientId = SandboxOptions.DefaultClientId, clientSecret = "env:E2E_SECRET" } },
            store = new { path = "contacts.duckdb", name = "local" },
            runs = new { path = "runs" },
            state = new { path = "state" },
            extract = new { lag = "0s", overlap = "0s" },
            load = new { keyMode, jobsInFlight = 1, rowsPerJob = 10_000, bytesPerJob = "100KB", pollFirst = "10ms", pollMax = "50ms" },
            budget = new { memory = "256MB", threads = 1, tempDirectory = "state/tmp", apiCallsPercent = 100 },
        }));
}
