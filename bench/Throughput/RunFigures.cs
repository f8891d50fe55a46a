using System.Globalization;
using System.Text.RegularExpressions;
using ContactSync.DuckDb;

namespace ContactSync.Bench.Throughput;

/// <summary>What the newest sealed run of a workspace says of itself, with what the kernel counted of its process.</summary>
internal sealed partial class RunFigures
{
    private static readonly string[] Columns =
        ["extracted_local", "extracted_org", "creates", "updates", "links", "succeeded", "failed", "load_jobs", "stage_seconds", "match_seconds", "reconcile_seconds", "load_seconds"];

    private readonly Dictionary<string, double> _values;

    private RunFigures(Dictionary<string, double> values, ChildResult process) => (_values, Process) = (values, process);

    public ChildResult Process { get; }

    public double this[string column] => _values[column];

    /// <summary>Rows of both sides.</summary>
    public double Rows => this["extracted_local"] + this["extracted_org"];

    /// <summary>Rows planned for either side.</summary>
    public double Changes => this["creates"] + this["updates"] + this["links"];

    /// <summary>Managed bytes a row from extract to plan, as the screen says; NaN where it does not.</summary>
    public double AllocatedPerRow =>
        Allocated().Match(Process.Out) is { Success: true } found ? double.Parse(found.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture) : double.NaN;

    public static RunFigures Read(Workspace workspace, ChildResult process)
    {
        var newest = Directory.GetDirectories(workspace.Runs, "run=*").Order(StringComparer.Ordinal).Last();
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [newest], Threads = 1 });
        using var connection = database.Connect();
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var column in Columns)
        {
            values[column] = connection.Scalar<double>($"select {column}::double from read_parquet({DuckSql.Literal(Path.Combine(newest, "run.parquet"))})");
        }

        return new RunFigures(values, process);
    }

    [GeneratedRegex(@"([0-9][0-9,.]*) B allocated a row")]
    private static partial Regex Allocated();
}
