using ContactSync.Config;
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
            var report = await run.ApplyAsync(request.Plan, request.Allow, cancellationToken);
            return Print(report, request.Config, request.Summary, call);
        }, cancellationToken);

    public static Task<ExitCode> ResumeAsync(ResumeRequest request, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(request.Config, call, async run =>
        {
            if (await run.ResumeAsync(cancellationToken) is { } report)
            {
                return Print(report, request.Config, summary: false, call);
            }

            await call.Out.WriteLineAsync("Nothing to resume: no run was interrupted in its load.");
            return ExitCode.Done;
        }, cancellationToken);

    /// <summary>A dry run that reads everything, of which only the comparison is printed.</summary>
    public static Task<ExitCode> VerifyAsync(SyncConfig config, bool json, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(config, call, async run =>
        {
            var report = await run.StartAsync(RunGoal.Dry, new RunScope(ReadsAll: true), null, finished => Print(finished, config, summary: true, call), cancellationToken);
            await VerifyScreen.WriteAsync(report, config.Pipeline.Runs.Path, json, call.Out, cancellationToken);
            return report.Drift.Count > 0 ? ExitCode.RowsFailed : ExitCode.Done;
        }, cancellationToken);

    private static Task<ExitCode> StartAsync(
        SyncConfig config, RunGoal goal, RunScope scope, string? planCopy, bool summary, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(
            config, call,
            async run => Print(await run.StartAsync(goal, scope, planCopy, finished => Print(finished, config, summary, call), cancellationToken), config, summary, call), cancellationToken);

    private static async Task<ExitCode> WithAsync(SyncConfig config, VerbCall call, Func<SyncRun, Task<ExitCode>> work, CancellationToken cancellationToken)
    {
        await using var parts = await Composition.OpenAsync(config, TimeProvider.System, Random.Shared, cancellationToken);
        return await work(new SyncRun(parts, LiveTable.RunAsync, call.Err.WriteLine));
    }

    private static ExitCode Print(RunReport report, SyncConfig config, bool summary, VerbCall call)
    {
        if (summary)
        {
            call.Out.WriteLine(RunSummary.Line(report));
        }
        else
        {
            RunScreen.Write(report, config.Profile, call.Out);
        }

        return report.IsHeld ? ExitCode.Guardrail : report.RowsFailed > 0 ? ExitCode.RowsFailed : ExitCode.Done;
    }
}
