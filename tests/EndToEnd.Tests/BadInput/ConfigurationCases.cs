using System.Net;
using System.Net.Sockets;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.BadInput;

/// <summary>A configuration, a command line or an address that is wrong: refused with exit 5 before anything is touched.</summary>
internal static class ConfigurationCases
{
    private const string Correct = "Correct the lines above";

    public static IEnumerable<BadCase> All { get; } =
    [
        Configured("a misspelt key", "\"load\":", "\"laod\":") with { What = "laod +unknown key; .*\"?load\"?", Where = "pipeline.json", Now = Correct },
        Configured("a value of the wrong type", "\"load\":{", "\"load\":{\"jobsInFlight\":\"many\",") with
        {
            What = "load.jobsInFlight +a text stands where .* 25", Where = "pipeline.json", Now = Correct,
        },
        Configured("a secret that is not there", "env:E2E_SECRET", "env:E2E_NOWHERE") with { What = "A secret cannot be read", Where = "E2E_NOWHERE", Now = "." },
        Configured("an address where nobody answers", null, null) with
        {
            What = "The org cannot be reached", Where = "127.0.0.1:[0-9]+.*org.instanceUrl", Now = "Check the address",
        },
        Profiled("a Contact field that the org does not have", "MailingCity", "MailingCty") with
        {
            What = "MailingCty: is not there", Where = "object Contact", Now = "change the mapping",
        },
        Profiled("a supporter field that the store does not have", "\"field\": \"city\"", "\"field\": \"ctiy\"") with
        {
            What = "ctiy.*city", Where = "ctiy", Now = "city",
        },
        new("credentials that the org refuses", 5, w => w.CallAsync(new Dictionary<string, string> { ["CONTACT_SYNC__ORG__AUTH__CLIENTID"] = "nobody" }, "run"))
        {
            What = "The org refuses our login", Where = "org.auth", Now = "Check the credentials", ChangesNothing = true,
        },
        new("a command line that cannot be read", 5, w => w.CallAsync("run", "--fast"))
        {
            What = "--fast", Where = "the command line: run", Now = "contact-sync run --help", ChangesNothing = true,
        },
    ];

    /// <summary>A run with another pipeline.json, which is then put back.</summary>
    private static BadCase Configured(string name, string? piece, string? by)
    {
        string? right = null;
        return new(name, 5, world =>
        {
            right = File.ReadAllText(Config(world));
            if (piece is not null)
            {
                world.Reconfigure(piece, by!);
            }
            else
            {
                world.Reconfigure(world.Address.ToString(), $"http://127.0.0.1:{ClosedPort()}/");
            }

            return world.CallAsync("run");
        })
        {
            Mend = world => File.WriteAllTextAsync(Config(world), right),
            ChangesNothing = true,
        };
    }

    /// <summary>A run with another profile, which is then put back.</summary>
    private static BadCase Profiled(string name, string piece, string by) => new(name, 5, async world =>
    {
        var profile = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "data", "profiles", "engaging-networks.json"));
        Assert.Contains(piece, profile, StringComparison.Ordinal);
        var file = Path.Combine(world.Folder, "profile.json");
        await File.WriteAllTextAsync(file, profile.Replace(piece, by, StringComparison.Ordinal));
        return await world.CallAsync("run", "--set", $"profile={file}");
    })
    {
        ChangesNothing = true,
    };

    private static string Config(World world) => Path.Combine(world.Folder, "pipeline.json");

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
