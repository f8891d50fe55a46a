using System.CommandLine;
using ContactSync.Config;
using ContactSync.Guard;

namespace ContactSync.Cli;

/// <summary>What <c>run</c> was asked for.</summary>
/// <param name="DryRun">Plan and seal, but load nothing.</param>
/// <param name="Scope">Whether everything is read, and whether the run only links.</param>
/// <param name="Summary">One line instead of the screen.</param>
public sealed record RunRequest(SyncConfig Config, bool DryRun, RunScope Scope, bool Summary);

/// <summary><c>run</c>: both directions, once.</summary>
public static class RunVerb
{
    public static Command Create(RootOptions root, Func<RunRequest, VerbCall, CancellationToken, Task<ExitCode>> run)
    {
        var dry = new Option<bool>("--dry-run") { Description = "Stop after the plan is sealed; nothing is written to either side." };
        var full = Full();
        var linkOnly = new Option<bool>("--link-only") { Description = "Only write who belongs to whom into the store, from all records; no value moves. For before the first run." };
        var (allow, summary) = (Allow(), Summary());
        return Verb.Create(
            root, "run", "Extracts, matches, plans and loads what changed on both sides.", "contact-sync run --full", [dry, full, linkOnly, allow, summary],
            (call, cancellationToken) => run(new(call.Config, call.Parsed.GetValue(dry), new(call.Parsed.GetValue(full) || call.Parsed.GetValue(linkOnly), call.Parsed.GetValue(linkOnly), call.Parsed.GetValue(allow) ?? []), call.Parsed.GetValue(summary)), call, cancellationToken));
    }

    /// <summary>The <c>--allow</c> of run and apply.</summary>
    internal static Option<string[]> Allow()
    {
        var allow = new Option<string[]>("--allow") { Description = $"Load although this guard holds the plan; may be given more than once: {string.Join(", ", PlanReview.Guards)}.", HelpName = "GUARD" };
        return allow.AcceptOnlyFromAmong([.. PlanReview.Guards]);
    }

    /// <summary>The <c>--summary</c> of verbs that run.</summary>
    internal static Option<bool> Summary() => new("--summary") { Description = "Print one line instead of the screen." };

    /// <summary>The <c>--full</c> of run and plan.</summary>
    internal static Option<bool> Full() =>
        new("--full") { Description = "Read both sides whole, and mend what runs of changes cannot see: stamps that did not move, formulas, deletions for good." };
}
