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
        var catalog = new RunCatalog(new DiskFiles(), pipeline.Runs.Path, pipeline.State.Path);
        var runs = catalog.List();
        if (json)
        {
            foreach (var run in runs.Reverse())
            {
                call.Out.WriteLine(JsonSerializer.Serialize(new
                {
                    run = run.Run,
                    state = State(run),
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
                r.Run, State(r), r.Kind.ToString().ToLowerInvariant(), r.Profile,
                r.Tables.FirstOrDefault(t => t.Name == "plan")?.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture),
                r.EndedAt is { } ended ? $"{(ended - r.StartedAt).TotalSeconds:F1} s" : null,
            }),
        ];
        TextTable.On(call.Out).Write(["run", "state", "kind", "profile", "planned", "took"], rows);
        if (runs.LastOrDefault(catalog.IsUnfinished) is { } unfinished)
        {
            Screen.On(call.Out).Line("next", $"contact-sync resume   go on with {unfinished.Run}, unless it is going on now");
        }

        return Task.FromResult(ExitCode.Done);

        // A plan whose load has begun is no plan that waits to be applied.
        string State(Manifest run) => catalog.IsUnfinished(run) ? "unfinished" : run.State.ToString().ToLowerInvariant();
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
                TextTable.On(call.Out).Write([.. answer.Columns.Select(c => c.Name)], answer.TextRows());
            }

            return Task.FromResult(ExitCode.Done);
        }
        catch (DuckDbException e)
        {
            throw new UserException($"DuckDB does not take this query: {e.Message}", "the SQL given", "Views and macros are described in docs/query.md; only queries are answered.", ExitCode.Configuration, e);
        }
    }
}
