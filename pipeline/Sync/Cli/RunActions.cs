using ContactSync.Config;
using ContactSync.Reporting;

namespace ContactSync.Cli;

/// <summary>What run, plan, apply and resume do: open the parts, run, print the screen, say how it ended.</summary>
internal static class RunActions
{
    public static Task<ExitCode> RunAsync(RunRequest request, VerbCall call, CancellationToken cancellationToken) =>
        StartAsync(request.Config, request.DryRun ? RunGoal.Dry : RunGoal.Commit, request.Scope, null, call, cancellationToken);

    public static Task<ExitCode> PlanAsync(PlanRequest request, VerbCall call, CancellationToken cancellationToken) =>
        StartAsync(request.Config, RunGoal.Plan, request.Scope, request.Out, call, cancellationToken);

    public static Task<ExitCode> ApplyAsync(ApplyRequest request, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(request.Config, call, async run =>
        {
            var report = await run.ApplyAsync(request.Plan, cancellationToken);
            return Print(report, request.Config, call);
        }, cancellationToken);

    public static Task<ExitCode> ResumeAsync(ResumeRequest request, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(request.Config, call, async run =>
        {
            if (await run.ResumeAsync(cancellationToken) is { } report)
            {
                return Print(report, request.Config, call);
            }

            await call.Out.WriteLineAsync("Nothing to resume: no run was interrupted in its load.");
            return ExitCode.Done;
        }, cancellationToken);

    private static Task<ExitCode> StartAsync(SyncConfig config, RunGoal goal, RunScope scope, string? planCopy, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(config, call, async run => Print(await run.StartAsync(goal, scope, planCopy, finished => Print(finished, config, call), cancellationToken), config, call), cancellationToken);

    private static async Task<ExitCode> WithAsync(SyncConfig config, VerbCall call, Func<SyncRun, Task<ExitCode>> work, CancellationToken cancellationToken)
    {
        await using var parts = await Composition.OpenAsync(config, TimeProvider.System, Random.Shared, cancellationToken);
        return await work(new SyncRun(parts, LiveTable.RunAsync));
    }

    private static ExitCode Print(RunReport report, SyncConfig config, VerbCall call)
    {
        RunScreen.Write(report, config.Profile, call.Out);
        return report.RowsFailed > 0 ? ExitCode.RowsFailed : ExitCode.Done;
    }
}
