using ContactSync.Cli;
using ContactSync.Orgs;
using ContactSync.Reconcile;
using ContactSync.Runs;

namespace ContactSync;

/// <summary>How far a run is to go.</summary>
public enum RunGoal
{
    /// <summary>Plan, load, commit.</summary>
    Commit,

    /// <summary>Seal a plan that <c>apply</c> can load.</summary>
    Plan,

    /// <summary>Seal everything up to the plan, for reading; it can never be loaded.</summary>
    Dry,
}

/// <summary>
/// What a run is about. <paramref name="ReadsAll"/>: both sides are read whole, whatever runs before have read. <paramref name="LinkOnly"/>: who belongs to whom is written into the
/// store, and no value moves.
/// </summary>
/// <param name="Allow">The guards that a plan may be past.</param>
public sealed record RunScope(bool ReadsAll = false, bool LinkOnly = false, params IReadOnlyList<string> Allow);

/// <summary>
/// A run: the legs in order with a barrier between, under one lock. Run, plan, apply and resume are this one function with different start and stop
/// points. Throws what the parts throw; the verbs turn that into messages and exit codes.
/// </summary>
public sealed class SyncRun(Composition parts, TopologyRunner runner, Action<string> note)
{
    /// <summary>
    /// Starts a run. One whose load was interrupted is finished first and reported to <paramref name="finished"/>: nothing newer may be written
    /// before its jobs are settled. The sealed plan is copied to <paramref name="planCopy"/>, an absolute path, unless that is null.
    /// </summary>
    public async Task<RunReport> StartAsync(RunGoal goal, RunScope scope, string? planCopy, Action<RunReport> finished, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(finished);
        ArgumentNullException.ThrowIfNull(scope);
        if (planCopy is not null)
        {
            SealedPlan.RequirePlace(parts.Files, planCopy);
        }

        var facts = await PreflightAsync(cancellationToken);
        using (var held = Acquire("run"))
        {
            if (Catalog().Unfinished(parts.Binding) is { } unfinished)
            {
                finished(await FinishAsync(unfinished, held, facts, cancellationToken));
            }
        }

        using var again = Acquire("run");
        var id = RunId.New(parts.Clock, parts.Random);
        Catalog().SweepStages(id);
        using var session = Session(RunFolder.Create(parts.Files, parts.RunsRoot, parts.StateRoot, id), again, facts, NewHeader(id, again, scope));
        var started = parts.Clock.GetTimestamp();
        await new Planning(session).RunAsync(goal == RunGoal.Dry ? RunState.Dry : RunState.Planned, cancellationToken);
        session.Report.State = goal == RunGoal.Dry ? RunState.Dry : RunState.Planned;
        if (planCopy is not null)
        {
            session.Report.PlanCopy = await SealedPlan.CopyAsync(parts.Files, session.Folder, planCopy, cancellationToken);
        }

        if (goal == RunGoal.Commit && !IsHeld(session.Report, scope.Allow))
        {
            await new Loading(session).RunAsync(cancellationToken);
        }

        return Finish(session, started);
    }

    /// <summary>
    /// Loads a sealed plan, named by its run or by a file with its content: exactly those rows. Refused where a newer run has committed, another
    /// load was interrupted, or the configuration that made it changed.
    /// </summary>
    public async Task<RunReport> ApplyAsync(string plan, IReadOnlyList<string> allow, CancellationToken cancellationToken)
    {
        var facts = await PreflightAsync(cancellationToken);
        using var held = Acquire($"apply {plan}");
        var catalog = Catalog();
        var id = RunId.TryParse(plan, out var named) ? named
            : await SealedPlan.FindAsync(parts.Files, catalog.List(), Path.GetFullPath(plan), run => IsApplicable(run, held), cancellationToken);
        var folder = RunFolder.Open(parts.Files, parts.RunsRoot, parts.StateRoot, id);
        var manifest = folder.Manifest!;
        if (manifest.State != RunState.Planned || manifest.Binding != parts.Binding)
        {
            throw new UserException($"Run {id} has no plan to apply: it is {manifest.State.ToString().ToLowerInvariant()} and belongs to {manifest.Binding.FolderName}", folder.Path, "List the runs with: contact-sync runs", ExitCode.Configuration);
        }

        if (!IsApplicable(manifest, held))
        {
            throw new UserException($"Run {held.State.Last} has committed since this plan was made", folder.Path, "Plan again: contact-sync plan. Nothing was sent.", ExitCode.Configuration);
        }

        // Its jobs may still write to the org, and must not do so after this plan's.
        if (catalog.Unfinished(parts.Binding) is { } other && other.Id != id)
        {
            throw new UserException($"The load of run {other.Id} was interrupted and comes first", other.Path, "Finish it: contact-sync resume. Then plan again; nothing was sent.", ExitCode.Configuration);
        }

        return await FinishAsync(folder, held, facts, cancellationToken, allow);
    }

    /// <summary>Finishes the run whose load was interrupted; null when there is none.</summary>
    public async Task<RunReport?> ResumeAsync(CancellationToken cancellationToken)
    {
        var facts = await PreflightAsync(cancellationToken);
        using var held = Acquire("resume");
        return Catalog().Unfinished(parts.Binding) is { } unfinished ? await FinishAsync(unfinished, held, facts, cancellationToken) : null;
    }

    private async Task<RunReport> FinishAsync(RunFolder folder, RunLock held, OrgFacts facts, CancellationToken cancellationToken, IReadOnlyList<string>? allow = null)
    {
        if (folder.Manifest!.ConfigSha256 != Frozen())
        {
            throw new UserException(
                $"Run {folder.Id} was planned with another profile or key mode than the configuration now has", folder.Path,
                "Put the profile back as it was to finish that run, then change it.", ExitCode.Configuration);
        }

        await folder.TableAsync("plan", cancellationToken);
        using var session = Session(folder, held, facts, folder.Manifest);
        var started = parts.Clock.GetTimestamp();
        await new Planning(session).RebuildAsync(cancellationToken);

        // A load that was begun is finished whatever the limits say now.
        if (allow is null || parts.Files.FileExists(folder.JournalPath) || !IsHeld(session.Report, allow))
        {
            await new Loading(session).RunAsync(cancellationToken);
        }

        return Finish(session, started);
    }

    private RunSession Session(RunFolder folder, RunLock held, OrgFacts facts, Manifest header) =>
        new(parts, held, State(), facts, folder, runner, note) { Header = header };

    private RunReport Finish(RunSession session, long started)
    {
        var report = session.Report;
        report.Elapsed = parts.Clock.GetElapsedTime(started);
        report.ApiCalls = parts.Org.Client.CallsMade;
        report.DailyCalls = parts.Org.Client.LimitInfo?.Max;
        report.BytesSent = parts.Org.Client.BytesSent;
        report.BytesReceived = parts.Org.Client.BytesReceived;
        report.Steps = session.Reconciler.Readings;
        report.Tables = session.Folder.Manifest!.Tables.Length;
        report.FolderBytes = session.Folder.Manifest.Tables.Sum(t => t.Bytes);
        session.Log.WriteEnd(report);
        return report;
    }

    private static bool IsHeld(RunReport report, IReadOnlyList<string> allow) =>
        report.IsHeld = report.Guard.Any(g => !allow.Contains(g.Guard, StringComparer.Ordinal));

    private bool IsApplicable(Manifest run, RunLock held) =>
        run.State == RunState.Planned && run.Binding == parts.Binding && run.Parent == held.State.Last;

    private Task<OrgFacts> PreflightAsync(CancellationToken cancellationToken) =>
        Preflight.CheckAsync(parts.Org.Client, parts.Config.Profile, parts.Config.Pipeline.Load, cancellationToken);

    private Manifest NewHeader(RunId id, RunLock held, RunScope scope) => new()
    {
        ReadsAll = scope.ReadsAll,
        LinkOnly = scope.LinkOnly,
        Run = id.ToString(),
        Profile = parts.Binding.Profile,
        OrgId = parts.Binding.OrgId,
        Store = parts.Binding.Store,
        Epoch = held.Epoch,
        StartedAt = parts.Clock.GetUtcNow(),
        ConfigSha256 = Frozen(),
        Parent = held.State.Last,
    };

    /// <summary>What a plan depends on besides its data; pacing may change between plan and load, this may not.</summary>
    private string Frozen() => PolicyTables.Fingerprint(parts.Config.Profile);

    private RunCatalog Catalog() => new(parts.Files, parts.RunsRoot, parts.StateRoot);

    private StateFolder State() => new(parts.Files, parts.StateRoot, parts.Binding);

    private RunLock Acquire(string label) => RunLock.Acquire(parts.Files, parts.StateRoot, State(), Catalog().List(), label);
}
