using System.Diagnostics;
using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.BadInput;

/// <summary>An org that turns away, refuses rows or keeps a run waiting, and runs that meet each other.</summary>
internal static class OrgCases
{
    private const string MidRun = "/jobs/ingest";
    private const string Resume = "contact-sync resume";

    public static IEnumerable<BadCase> All { get; } =
    [
        new("a session that expires once in the middle of a run", 0, w => FaultedAsync(w, new { match = new { path = MidRun }, @do = "status", status = 401 }))
        {
            Prints = ["load org +1 job · 3 planned = 3 ok"],
        },
        new("a session that is refused again and again", 5, w => FaultedAsync(w, new { match = new { path = MidRun, count = 1000 }, @do = "status", status = 401 }))
        {
            What = "The org refuses our login", Where = "load", Now = Resume, Mend = w => ClearAsync(w),
        },
        new("an org whose API calls are used up", 3, w => FaultedAsync(w, new { match = new { path = MidRun, count = 1000 }, @do = "status", status = 403, code = "REQUEST_LIMIT_EXCEEDED" }))
        {
            What = "(?i)calls are used up|REQUEST_LIMIT_EXCEEDED|Limit exceeded", Where = "load", Now = Resume, Mend = w => ClearAsync(w),
        },
        new("an org that is lost in the middle of a load", 3, w => FaultedAsync(w, new { match = new { path = MidRun + "/.+/batches", count = 1000 }, @do = "reset" }))
        {
            What = "/batches: ", Where = "load of slice 1", Now = Resume, Mend = w => ClearAsync(w),
        },
        new("a row that the org refuses", 2, async w =>
        {
            await w.SetAsync("1", "city=" + new string('x', 100));
            return await w.CallAsync("run");
        })
        {
            Prints = ["load org .* 1 failed", "contact-sync query \"from errors"], Mend = w => w.SetAsync("1", "city=Lyon"),
        },
        new("a second run beside the first", 75, SecondRunAsync)
        {
            What = "Another (run|process)", Where = ".", Now = "Wait", Mend = w => ClearAsync(w),
        },
        new("an interrupt in the middle of a run", 130, InterruptedAsync)
        {
            What = "Interrupted", Where = "signal", Now = Resume, Mend = w => ClearAsync(w),
        },
        new("an empty store and an empty org", 0, w => w.CallAsync("run")) { Prints = ["0 changes"], StartsEmpty = true, People = 0 },
        new("an empty org", 0, async w =>
        {
            await w.ImportAsync("first_name,last_name,email\nAnn,Lee,ann@example.org\n");
            return await w.CallAsync("run");
        })
        {
            Prints = ["load org +1 job · 1 planned = 1 ok"], StartsEmpty = true, People = 1,
        },
        new("an empty store", 0, async w =>
        {
            await w.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org" });
            return await w.CallAsync("run");
        })
        {
            Prints = ["load local +1 planned = 1 ok"], StartsEmpty = true, People = 1,
        },
        new("results that begin with a byte order mark", 0, w => RewrittenAsync(w, csv => [0xEF, 0xBB, 0xBF, .. csv]))
        {
            Prints = ["load org +1 job · 3 planned = 3 ok"],
        },
        new("results with CR LF at the ends of lines", 0, w => RewrittenAsync(w, csv => Replace(csv, "\n", "\r\n")))
        {
            Prints = ["load org +1 job · 3 planned = 3 ok"],
        },
        new("results with line ends inside a cell", 0, async w =>
        {
            await w.SetAsync("1", "street=1 Mill Rd\nFlat 2, \"rear\"");
            return await RewrittenAsync(w, csv => csv);
        })
        {
            Prints = ["load org +1 job · 3 planned = 3 ok"],
        },

        // What was written is then asked for record by record, so a garbled answer costs calls and nothing else.
        new("results with a lone quote", 0, w => RewrittenAsync(w, csv => Replace(csv, "Lee", "L\"ee")))
        {
            Prints = ["load org +1 job · 3 planned = 3 ok"],
        },
    ];

    private static async Task<CliResult> RewrittenAsync(World world, Func<byte[], byte[]> rewrite)
    {
        await using var proxy = ResultsProxy.Start(world.Address, rewrite);
        var result = await world.CallAsync("run", "--set", $"org.instanceUrl={proxy.Address}");
        Assert.InRange(proxy.Rewritten, 1, int.MaxValue);
        return result;
    }

    private static byte[] Replace(byte[] csv, string piece, string by)
    {
        var text = Encoding.UTF8.GetString(csv);
        return Encoding.UTF8.GetBytes(text.Replace(piece, by, StringComparison.Ordinal));
    }

    private static async Task<CliResult> FaultedAsync(World world, object rule)
    {
        await world.Org.FaultAsync(new { rules = new[] { rule } });
        return await world.CallAsync("run");
    }

    private static Task ClearAsync(World world) => world.Org.FaultAsync(new { rules = Array.Empty<object>() });

    private static async Task<CliResult> SecondRunAsync(World world)
    {
        using var first = await StalledAsync(world);
        var second = await world.CallAsync("run");
        await StopAsync(first);
        return second;
    }

    private static async Task<CliResult> InterruptedAsync(World world)
    {
        using var run = await StalledAsync(world);
        return await StopAsync(run);
    }

    /// <summary>A run that waits for the org's answer to its first job.</summary>
    private static async Task<Process> StalledAsync(World world)
    {
        await world.Org.FaultAsync(new { rules = new[] { new { match = new { path = MidRun }, @do = "stall", seconds = 300 } } });
        var run = world.Start("run");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!(await world.Org.StruckAsync()).Contains(1))
        {
            await Task.Delay(20, limit.Token);
        }

        return run;
    }

    private static async Task<CliResult> StopAsync(Process run)
    {
        using (var kill = Process.Start("kill", ["-INT", $"{run.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        return await Harness.Cli.EndAsync(run);
    }
}
