using System.Security.Cryptography;
using ContactSync.DuckDb;
using ContactSync.EndToEnd.Tests.Crash;
using ContactSync.EndToEnd.Tests.Harness;
using ContactSync.Sandbox;

namespace ContactSync.EndToEnd.Tests.Determinism;

/// <summary>A generated world of 110,000 records, made once; each plan is made from a copy of it.</summary>
public sealed class LargeWorld : IAsyncLifetime
{
    /// <summary>Records of both sides together.</summary>
    public const int Records = Supporters + Contacts;

    private const int Supporters = 60_000;
    private const int Contacts = 50_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("contact-sync-large-").FullName;

    public async ValueTask InitializeAsync()
    {
        Settings.Write(_folder, new Uri("http://127.0.0.1:9/"));
        await DoAsync(_folder, "generate", "--seed", "11", "--local", $"{Supporters}", "--org", $"{Contacts}", "--out", "world");
        await using var org = await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = Path.Combine(_folder, "sandbox"), Seed = 1 }, CancellationToken.None);
        await using var contacts = File.OpenRead(Path.Combine(_folder, "world", "contacts.csv"));
        await org.SeedAsync("Contact", contacts, CancellationToken.None);
        await DoAsync(_folder, "store", "import", Path.Combine("world", "supporters.csv"));
    }

    /// <summary>Plans a copy of the world; returns the sealed plan's SHA-256 and what it holds.</summary>
    public async Task<SealedPlan> PlanAsync(int orgSeed, bool shuffleStore, params IEnumerable<string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("contact-sync-plan-").FullName;
        try
        {
            CrashWorld.Copy(_folder, folder);
            if (shuffleStore)
            {
                Shuffle(Path.Combine(folder, "contacts.duckdb"));
            }

            await using var org = await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = Path.Combine(folder, "sandbox"), Seed = orgSeed }, CancellationToken.None);
            Settings.Write(folder, org.BaseAddress);
            await DoAsync(folder, ["plan", "--out", "a.plan", .. settings.SelectMany(s => new[] { "--set", s })]);
            return SealedPlan.Read(Path.Combine(folder, "a.plan"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task DoAsync(string folder, params IEnumerable<string> args)
    {
        var result = await Harness.Cli.RunAsync(args, folder, Settings.Secrets);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>Writes the store's rows anew in another order; keys, values and stamps stay.</summary>
    private static void Shuffle(string path)
    {
        using var database = DuckDatabase.Open(path, new DuckDbOptions());
        using var connection = database.Connect();
        connection.Execute("create temp table kept as select * from supporter; delete from supporter; insert into supporter select * from kept order by md5(supporter_id || 'another order')");
        Assert.Equal(Supporters, connection.Scalar<long>("select count(*) from supporter"));
    }
}

/// <summary>A plan file: its SHA-256, and its rows by side and action.</summary>
public sealed record SealedPlan(string Sha256, IReadOnlyDictionary<string, long> Rows)
{
    internal static SealedPlan Read(string path)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [Path.GetDirectoryName(path)!] });
        using var connection = database.Connect();
        using var result = connection.Query($"select side || ' ' || action, count(*) from read_parquet({DuckSql.Literal(path)}) group by all order by all");
        return new SealedPlan(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
            result.TextRows().ToDictionary(row => row[0]!, row => long.Parse(row[1]!, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
