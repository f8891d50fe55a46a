using System.Text.Json;
using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Reporting;
using ContactSync.Reporting.Html;
using ContactSync.Runs;

namespace ContactSync.Cli;

/// <summary>What query, explain and runs do: ask the sealed history and print the answer.</summary>
internal static class HistoryActions
{
    private const string NoHistory = "There is no history yet: no run has sealed anything.";

    public static Task<ExitCode> QueryAsync(QueryRequest request, VerbCall call, CancellationToken cancellationToken) =>
        AskAsync(request.Config.Pipeline.Runs.Path, request.Json, call, history => history.Ask(request.Sql, request.Json, cancellationToken));

    public static Task<ExitCode> ExplainAsync(ExplainRequest request, VerbCall call, CancellationToken cancellationToken) =>
        request.Other is { } other
            ? Review.ReviewAction.ShowAsync(request.Config, request.Key, other, request.Json, call, cancellationToken)
            : AskAsync(request.Config.Pipeline.Runs.Path, request.Json, call, history => history.Why(request.Key, request.Json, cancellationToken));

    public static Task<ExitCode> RunsAsync(SyncConfig config, bool json, VerbCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pipeline = config.Pipeline;
        var runs = new RunCatalog(new DiskFiles(), pipeline.Runs.Path, pipeline.State.Path).List();
        if (json)
        {
            foreach (var run in runs.Reverse())
            {
                call.Out.WriteLine(JsonSerializer.Serialize(new
                {
                    run = run.Run,
                    state = run.State.ToString().ToLowerInvariant(),
                    kind = run.Kind.ToString().ToLowerInvariant(),
                    profile = run.Profile,
                    planned = run.Tables.FirstOrDefault(t => t.Name == "plan")?.Rows,
                    started_at = run.StartedAt,
                    ended_at = run.EndedAt,
                }));
            }

            return Task.FromResult(ExitCode.Done);
        }

        string?[][] rows =
        [
            .. runs.Reverse().Select(r => new[]
            {
                r.Run, r.State.ToString().ToLowerInvariant(), r.Kind.ToString().ToLowerInvariant(), r.Profile,
                r.Tables.FirstOrDefault(t => t.Name == "plan")?.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture),
                r.EndedAt is { } ended ? $"{(ended - r.StartedAt).TotalSeconds:F1} s" : null,
            }),
        ];
        Print(["run", "state", "kind", "profile", "planned", "took"], rows, call.Out);
        return Task.FromResult(ExitCode.Done);
    }

    public static async Task<ExitCode> ReportAsync(ReportRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        using var history = Open(request.Config.Pipeline.Runs.Path);
        var (run, html) = ReportPage.Write(history, request.Run, cancellationToken);
        var file = request.Out ?? Path.GetFullPath($"report-{run}.html");
        try
        {
            await File.WriteAllTextAsync(file, html, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The page cannot be written: {e.Message}", file, "Name a file in a folder that is there and may be written: --out FILE.", ExitCode.Configuration, e);
        }

        await call.Out.WriteLineAsync($"{"report",-10} {file}   {Plain.Size(new FileInfo(file).Length)}");
        return ExitCode.Done;
    }

    private static History Open(string runsRoot) =>
        History.Open(runsRoot) ?? throw new UserException(NoHistory, runsRoot, "Make one with: contact-sync run", ExitCode.Configuration);

    private static Task<ExitCode> AskAsync(string runsRoot, bool json, VerbCall call, Func<History, DuckResult> ask)
    {
        using var history = Open(runsRoot);
        try
        {
            using var answer = ask(history);
            if (json)
            {
                foreach (var row in answer.TextRows())
                {
                    call.Out.WriteLine(row[0]);
                }
            }
            else
            {
                Print([.. answer.Columns.Select(c => c.Name)], answer.TextRows(), call.Out);
            }

            return Task.FromResult(ExitCode.Done);
        }
        catch (DuckDbException e)
        {
            throw new UserException($"DuckDB does not take this query: {e.Message}", "the SQL given", "Views and macros are described in docs/query.md; only queries are answered.", ExitCode.Configuration, e);
        }
    }

    private static void Print(string[] columns, IEnumerable<string?[]> rows, TextWriter output)
    {
        var all = rows.ToList();
        var widths = columns.Select((c, i) => Math.Max(c.Length, all.Max(r => Plain.Clean(r[i] ?? "").Length, c.Length))).ToArray();
        output.WriteLine(Line(columns, widths));
        output.WriteLine(string.Join("  ", widths.Select(w => new string('-', w))));
        foreach (var row in all)
        {
            output.WriteLine(Line([.. row.Select(v => Plain.Clean(v ?? ""))], widths));
        }

        output.WriteLine($"({all.Count} {(all.Count == 1 ? "row" : "rows")})");
    }

    private static string Line(string[] cells, int[] widths) => string.Join("  ", cells.Select((c, i) => c.PadRight(widths[i]))).TrimEnd();

    private static int Max(this List<string?[]> rows, Func<string?[], int> width, int least) => rows.Count == 0 ? least : rows.Max(width);
}
