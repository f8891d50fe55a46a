using System.Globalization;
using ContactSync.DuckDb;

namespace ContactSync.Bench.Throughput;

/// <summary>Whole runs of the executable as a process against a sandbox that is another process: the first over everything, the second over nothing, the third over a few changes.</summary>
internal static class RunsBench
{
    /// <summary>Prints the figures; returns false when the second run planned or sent anything. Before the third run one supporter in <paramref name="oneIn"/> gets another telephone number.</summary>
    public static async Task<bool> RunAsync(int rows, string memory, int oneIn, TextWriter output)
    {
        using var workspace = new Workspace();
        await MakeAsync(workspace, rows);
        using var sandbox = await SandboxProcess.StartAsync(workspace.Folder, rows);
        workspace.Configure(sandbox.Address, memory);
        var import = await Child.ProductAsync(workspace.Folder, "store", "import", "world/supporters.csv");
        Line(output, "import", rows, import);
        var first = await OnceAsync(workspace, "first run", output);
        var second = await OnceAsync(workspace, "second run", output);
        Ratio(output, "second / first run", second, first);
        Change(workspace, oneIn);
        await Child.ProductAsync(workspace.Folder, "store", "import", "world/changed.csv");
        var third = await OnceAsync(workspace, "third run", output);
        Ratio(output, "third / first run", third, first);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sandbox peak RSS           {sandbox.Child.PeakMegabytes:0} MB"));
        var quiet = second.Changes == 0 && second["load_jobs"] == 0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"second run, rows sent",-44} {second.Changes,9:0.000} <=0        {(quiet ? "ok" : "MISSED")}"));
        return quiet;
    }

    private static void Ratio(TextWriter output, string name, RunFigures one, RunFigures other) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-26} wall {one.Process.Seconds / other.Process.Seconds:0.000}  CPU {one.Process.CpuSeconds / other.Process.CpuSeconds:0.000}"));

    private static void Change(Workspace workspace, int oneIn)
    {
        var world = Path.Combine(workspace.Folder, "world");
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [world], Threads = 1 });
        using var connection = database.Connect();
        connection.Execute(
            $"""
            copy (
              select * exclude (contact_id, modified_at) replace ('+1 212 555 ' || lpad((supporter_id::bigint % 10000)::varchar, 4, '0') as phone)
              from read_csv({DuckSql.Literal(Path.Combine(world, "supporters.csv"))}, all_varchar = true) where supporter_id::bigint % {oneIn} = 0)
            to {DuckSql.Literal(Path.Combine(world, "changed.csv"))} (format csv, header)
            """);
    }

    /// <summary>Writes the generated world of seed 1 into the workspace.</summary>
    public static async Task MakeAsync(Workspace workspace, int rows)
    {
        var size = rows.ToString(CultureInfo.InvariantCulture);
        (await Child.RunAsync(
            "dotnet", ["exec", Child.Product, "generate", "--seed", "1", "--local", size, "--org", size, "--out", Path.Combine(workspace.Folder, "world")], workspace.Folder)).Checked();
    }

    /// <summary>One run and its figures. Rows that the store's own rules refuse (exit code 2) belong to the world.</summary>
    public static async Task<RunFigures> OnceAsync(Workspace workspace, string name, TextWriter output, params string[] more)
    {
        var process = await Child.RunAsync("dotnet", ["exec", Child.Product, "run", .. more], workspace.Folder, Workspace.Environment);
        if (process.ExitCode is not (0 or 2))
        {
            process.Checked();
        }

        var figures = RunFigures.Read(workspace, process);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-12} {figures.Rows,10:N0} rows  {process.Seconds,7:0.00} s  {figures.Rows / process.Seconds,9:N0} rows/s  CPU {process.CpuSeconds,6:0.0} s  RSS {process.PeakMegabytes,5:0} MB  {figures.AllocatedPerRow,6:0.0} B/row"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"             extract {figures["stage_seconds"]:0.00} s  match {figures["match_seconds"]:0.00} s  plan {figures["reconcile_seconds"]:0.00} s  load {figures["load_seconds"]:0.00} s  changes {figures.Changes:N0}  jobs {figures["load_jobs"]:0}  failed {figures["failed"]:0}"));
        return figures;
    }

    private static void Line(TextWriter output, string name, int rows, ChildResult process) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-12} {rows,10:N0} rows  {process.Seconds,7:0.00} s  {rows / process.Seconds,9:N0} rows/s  CPU {process.CpuSeconds,6:0.0} s  RSS {process.PeakMegabytes,5:0} MB"));
}
