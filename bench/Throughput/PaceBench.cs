using System.Globalization;

namespace ContactSync.Bench.Throughput;

/// <summary>
/// The same run against the sandbox as it is and against one whose jobs, of load and of extract, take twenty times as long: a slow org
/// must cost time, not memory.
/// </summary>
internal static class PaceBench
{
    private const int Slower = 20;
    private const double MostMemory = 1.10;

    /// <summary>Prints all runs and the ratio of their peak memory, by medians of that many rounds; returns false when it is above the target.</summary>
    public static async Task<bool> RunAsync(int rows, int rounds, TextWriter output)
    {
        using var origin = new Workspace();
        await RunsBench.MakeAsync(origin, rows);
        origin.Configure(new Uri("http://127.0.0.1:1"), "512MB");
        await Child.ProductAsync(origin.Folder, "store", "import", "world/supporters.csv");
        var (fast, slow) = (new List<RunFigures>(), new List<RunFigures>());
        var pace = 0;
        for (var round = 0; round < rounds; round++)
        {
            var (figures, ingested) = await OnceAsync(origin, rows, 0, output);
            fast.Add(figures);
            pace = pace > 0 ? pace : Math.Max(1, (int)((figures["extracted_org"] + ingested) / OrgSeconds(figures) / Slower));
            slow.Add((await OnceAsync(origin, rows, pace, output)).Figures);
        }

        var time = Median(slow, OrgSeconds) / Median(fast, OrgSeconds);
        var memory = Median(slow, f => f.Process.PeakMegabytes) / Median(fast, f => f.Process.PeakMegabytes);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"jobs held to {pace:N0} rows/s: extract and load {time:0.0}x as long"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"peak RSS, slow sandbox / fast",-44} {memory,9:0.000} <={MostMemory:0.00}     {(memory <= MostMemory ? "ok" : "MISSED")}"));
        return memory <= MostMemory;
    }

    private static async Task<(RunFigures Figures, long Ingested)> OnceAsync(Workspace origin, int rows, int pace, TextWriter output)
    {
        using var workspace = origin.Copy();
        using var sandbox = await SandboxProcess.StartAsync(workspace.Folder, rows);
        workspace.Configure(sandbox.Address, "512MB");
        await sandbox.PaceAsync(pace);
        var figures = await RunsBench.OnceAsync(workspace, pace == 0 ? "full speed" : "paced", output);
        return (figures, await sandbox.IngestedRowsAsync());
    }

    private static double OrgSeconds(RunFigures run) => run["stage_seconds"] + run["load_seconds"];

    private static double Median(List<RunFigures> runs, Func<RunFigures, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
}
