using System.Globalization;

namespace ContactSync.Bench.Throughput;

/// <summary>The plan alone, with the memory it is given: little makes DuckDB spill, and the plan must still come.</summary>
internal static class PlanBench
{
    /// <summary>Prints time and memory of <c>plan</c> for each of the budgets.</summary>
    public static async Task RunAsync(int rows, IReadOnlyList<string> budgets, TextWriter output)
    {
        using var workspace = new Workspace();
        await RunsBench.MakeAsync(workspace, rows);
        using var sandbox = await SandboxProcess.StartAsync(workspace.Folder, rows);
        workspace.Configure(sandbox.Address, budgets[0]);
        await Child.ProductAsync(workspace.Folder, "store", "import", "world/supporters.csv");
        foreach (var memory in budgets)
        {
            var plan = await Child.RunAsync("dotnet", ["exec", Child.Product, "plan", "--set", $"budget.memory={memory}"], workspace.Folder, Workspace.Environment);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"plan {rows:N0} + {rows:N0} rows, memory {memory}: exit {plan.ExitCode}, {plan.Seconds:0.0} s, CPU {plan.CpuSeconds:0.0} s, peak RSS {plan.PeakMegabytes:0} MB"));
            output.WriteLine(plan.Out + (plan.ExitCode is 0 or 2 ? "" : plan.Err));
        }
    }
}
