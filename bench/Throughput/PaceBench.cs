using System.Globalization;

namespace ContactSync.Bench.Throughput;

/// <summary>The same run against the sandbox as it is and held to a twentieth of its speed: a slow org must cost time, not memory.</summary>
internal static class PaceBench
{
    private const int Slower = 20;

    /// <summary>Prints both runs and the ratio of their peak memory, which is the median of three runs each.</summary>
    public static async Task RunAsync(int rows, int rounds, TextWriter output)
    {
        using var origin = new Workspace();
        await RunsBench.MakeAsync(origin, rows);
        origin.Configure(new Uri("http://127.0.0.1:1"), "512MB");
        await Child.ProductAsync(origin.Folder, "store", "import", "world/supporters.csv");
        var (fast, slow) = (new List<RunFigures>(), new List<RunFigures>());
        var pace = 0;
        for (var round = 0; round < rounds; round++)
        {
            fast.Add(await OnceAsync(origin, rows, 0, output));
            pace = pace > 0 ? pace : (int)(fast[0]["creates"] / fast[0]["load_seconds"] / Slower);
            slow.Add(await OnceAsync(origin, rows, pace, output));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"sandbox held to {pace:N0} rows/s: load {Median(slow, f => f["load_seconds"]) / Median(fast, f => f["load_seconds"]):0.0}x as long, peak RSS {Median(slow, f => f.Process.PeakMegabytes) / Median(fast, f => f.Process.PeakMegabytes):0.000}x"));
    }

    private static async Task<RunFigures> OnceAsync(Workspace origin, int rows, int pace, TextWriter output)
    {
        using var workspace = origin.Copy();
        using var sandbox = await SandboxProcess.StartAsync(workspace.Folder, rows);
        workspace.Configure(sandbox.Address, "512MB");
        await sandbox.PaceAsync(pace);
        return await RunsBench.OnceAsync(workspace, pace == 0 ? "full speed" : "paced", output);
    }

    private static double Median(List<RunFigures> runs, Func<RunFigures, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
}
