using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>plan</c> was asked for.</summary>
/// <param name="Scope">Whether everything is read.</param>
/// <param name="Out">Where a copy of the sealed plan goes, as an absolute path; null for none.</param>
public sealed record PlanRequest(SyncConfig Config, string? Out, RunScope Scope);

/// <summary><c>plan</c>: everything up to the sealed plan.</summary>
public static class PlanVerb
{
    public static Command Create(RootOptions root, Func<PlanRequest, VerbCall, CancellationToken, Task<ExitCode>> plan)
    {
        var file = new Option<string?>("--out") { Description = "Copy the sealed plan to this file, for apply.", HelpName = "FILE" };
        var full = RunVerb.Full();
        return Verb.Create(
            root, "plan", "Extracts, matches and seals a plan of every row that would be written; writes nothing.", "contact-sync plan --out tonight.plan", [file, full],
            (call, cancellationToken) =>
                plan(new(call.Config, call.Parsed.GetValue(file) is { } path ? Path.GetFullPath(path) : null, new(call.Parsed.GetValue(full))), call, cancellationToken));
    }
}
