using System.Globalization;
using System.Text.Json;
using ContactSync.Reporting;
using ContactSync.Runs;

namespace ContactSync.Cli;

/// <summary>What <c>diff</c> does: counts first, rows where they are asked for.</summary>
internal static class DiffActions
{
    private const string Last = "last";
    private const string ListThem = "List the runs with: contact-sync runs";

    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<ExitCode> DiffAsync(DiffRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        var pipeline = request.Config.Pipeline;
        var runs = new RunCatalog(new DiskFiles(), pipeline.Runs.Path, pipeline.State.Path).List();
        var (before, after) = Comparable(Find(runs, request.Before, pipeline.Runs.Path), Find(runs, request.After, pipeline.Runs.Path), pipeline.Runs.Path);
        using var history = History.Open(pipeline.Runs.Path)!;
        var diff = new RunDiff(history, RunId.Parse(before.Run), RunId.Parse(after.Run));
        var counts = diff.Count(cancellationToken);
        if (!counts.Balance)
        {
            throw new InvalidOperationException($"the books of the comparison of {before.Run} and {after.Run} do not balance: {counts}");
        }

        if (request.Json)
        {
            await call.Out.WriteLineAsync(JsonSerializer.Serialize(new
            {
                before = before.Run,
                after = after.Run,
                counts = new { counts.Before, counts.After, counts.Same, counts.Changed, counts.New, counts.Gone },
                fields = counts.Fields,
            }, Form));
        }
        else
        {
            await WriteAsync(before, after, counts, call.Out);
        }

        if (request.Rows)
        {
            using var rows = diff.Rows(request.Json, cancellationToken);
            foreach (var row in rows.TextRows())
            {
                await call.Out.WriteLineAsync(request.Json ? row[0] : Line(row));
            }
        }

        return ExitCode.Done;
    }

    private static Manifest Find(IReadOnlyList<Manifest> runs, string name, string folder)
    {
        var run = (IsFromEnd(name, out var back) ? runs.Where(r => r.State == RunState.Committed).Reverse().ElementAtOrDefault(back) : runs.FirstOrDefault(r => r.Run == name)) ?? throw new UserException($"There is no run {name}", folder, ListThem, ExitCode.Configuration);
        return run.State == RunState.Committed ? run
            : throw new UserException(
                $"Run {name} is {run.State.ToString().ToLowerInvariant()}: only what a run that committed has left behind can be compared", folder,
                $"Name two runs that committed, or look at its plan with: contact-sync query \"from changes where run = '{name}'\"", ExitCode.Configuration);
    }

    /// <summary><c>last</c> is the newest run that committed, <c>last~1</c> the one before it.</summary>
    private static bool IsFromEnd(string name, out int back)
    {
        back = 0;
        return name == Last || (name.StartsWith(Last + "~", StringComparison.Ordinal) && int.TryParse(name.AsSpan(Last.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out back));
    }

    private static (Manifest Before, Manifest After) Comparable(Manifest before, Manifest after, string folder)
    {
        var problem = before.Run == after.Run ? $"Both are run {before.Run}"
            : before.SchemaVersion != after.SchemaVersion ? $"The runs were sealed in different forms: {before.Run} in schema version {before.SchemaVersion}, {after.Run} in {after.SchemaVersion}"
            : before.Binding != after.Binding ? $"The runs are not of the same profile, org and store: {before.Run} is of {before.Binding.FolderName}, {after.Run} of {after.Binding.FolderName}"
            : null;
        return problem is null ? (before, after) : throw new UserException(problem, folder, $"Name two other runs. {ListThem}", ExitCode.Configuration);
    }

    private static async Task WriteAsync(Manifest before, Manifest after, DiffCounts counts, TextWriter output)
    {
        await output.WriteLineAsync($"{"before",-12} {before.Run}   {Plain.Count(counts.Before)} records = {Plain.Count(counts.Same)} same + {Plain.Count(counts.Changed)} changed + {Plain.Count(counts.Gone)} gone   ok");
        await output.WriteLineAsync($"{"after",-12} {after.Run}   {Plain.Count(counts.After)} records = {Plain.Count(counts.Same)} same + {Plain.Count(counts.Changed)} changed + {Plain.Count(counts.New)} new   ok");
        foreach (var field in counts.Fields)
        {
            await output.WriteLineAsync($"{"  " + field.Field,-24} {Plain.Count(field.Records),12}");
        }
    }

    /// <summary><c>changed local:5 city: Oslo -> Lyon</c>, <c>new org:003...</c></summary>
    private static string Line(string?[] row)
    {
        var (what, record, field) = (row[0]!, row[1]!, row[4]);
        var value = field is null ? "" : $"  {field}: {row[5] ?? "(blank)"} -> {row[6] ?? "(blank)"}";
        return Plain.Clean($"{what,-8} {record}{value}");
    }
}
