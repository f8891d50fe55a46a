using ContactSync.Config;
using ContactSync.Metrics;
using ContactSync.Reporting;
using ContactSync.Runs;

namespace ContactSync.Cli;

/// <summary>What run, plan, apply, resume and verify do: open the parts, run, print the screen or a line, say how it ended.</summary>
internal static class RunActions
{
    public static Task<ExitCode> RunAsync(RunRequest request, VerbCall call, CancellationToken cancellationToken) =>
        StartAsync(request.Config, request.DryRun ? RunGoal.Dry : RunGoal.Commit, request.Scope, null, request.Summary, call, cancellationToken);

    public static Task<ExitCode> PlanAsync(PlanRequest request, VerbCall call, CancellationToken cancellationToken) =>
        StartAsync(request.Config, RunGoal.Plan, request.Scope, request.Out, summary: false, call, cancellationToken);

    public static Task<ExitCode> ApplyAsync(ApplyRequest request, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(request.Config, call, async run =>
        {
            var report = await run.Sync.ApplyAsync(request.Plan, request.Allow, cancellationToken);
            return run.Print(report, request.Summary);
        }, cancellationToken);

    public static Task<ExitCode> ResumeAsync(ResumeRequest request, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(request.Config, call, async run =>
        {
            if (await run.Sync.ResumeAsync(cancellationToken) is { } report)
            {
                return run.Print(report, summary: false);
            }

            await call.Out.WriteLineAsync("Nothing to resume: no run was interrupted in its load.");
            return ExitCode.Done;
        }, cancellationToken);

    /// <summary>A dry run that reads everything, of which only the comparison is printed.</summary>
    public static Task<ExitCode> VerifyAsync(SyncConfig config, bool json, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(config, call, async run =>
        {
            var report = await run.Sync.StartAsync(RunGoal.Dry, new RunScope(ReadsAll: true), null, finished => run.Print(finished, summary: true), cancellationToken);
            await VerifyScreen.WriteAsync(report, config.Pipeline.Runs.Path, json, call.Out, cancellationToken);
            return report.Drift.Count > 0 ? ExitCode.RowsFailed : ExitCode.Done;
        }, cancellationToken);

    private static Task<ExitCode> StartAsync(
        SyncConfig config, RunGoal goal, RunScope scope, string? planCopy, bool summary, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(
            config, call,
            async run => run.Print(await run.Sync.StartAsync(goal, scope, planCopy, finished => run.Print(finished, summary), cancellationToken), summary), cancellationToken);

    private static async Task<ExitCode> WithAsync(SyncConfig config, VerbCall call, Func<Run, Task<ExitCode>> work, CancellationToken cancellationToken)
    {
        await using var metrics = MetricsExport.Start(config, TimeProvider.System, call.Err.WriteLine);
        try
        {
            await using var parts = await Composition.OpenAsync(config, TimeProvider.System, Random.Shared, cancellationToken);
            var exit = await work(new Run(new SyncRun(parts, metrics.Board.Watch(LiveTable.RunAsync), call.Err.WriteLine), metrics.Board, config, call.Out));
            await metrics.EndAsync(exit);
            return exit;
        }
        catch (Exception e)
        {
            await metrics.EndAsync(Failures.CodeOf(e, cancellationToken.IsCancellationRequested));
            throw;
        }
    }

    /// <summary>A run, and where what it did is shown.</summary>
    private sealed record Run(SyncRun Sync, RunBoard Board, SyncConfig Config, TextWriter Out)
    {
        /// <summary>Shows a run as a screen or a line; returns how it ended.</summary>
        public ExitCode Print(RunReport report, bool summary)
        {
            Board.Report = report;
            if (summary)
            {
                Out.WriteLine(RunSummary.Line(report));
            }
            else
            {
                RunScreen.Write(report, Config.Profile, Out);
            }

            return report.IsHeld ? ExitCode.Guardrail : report.RowsFailed > 0 ? ExitCode.RowsFailed : ExitCode.Done;
        }
    }
}
