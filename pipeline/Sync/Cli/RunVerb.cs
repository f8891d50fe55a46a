using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>run</c> was asked for.</summary>
/// <param name="DryRun">Plan and seal, but load nothing.</param>
public sealed record RunRequest(SyncConfig Config, bool DryRun);

/// <summary><c>run</c>: both directions, once.</summary>
public static class RunVerb
{
    public static Command Create(RootOptions root, Func<RunRequest, VerbCall, CancellationToken, Task<ExitCode>> run)
    {
        var dry = new Option<bool>("--dry-run") { Description = "Stop after the plan is sealed; nothing is written to either side." };
        return Verb.Create(
            root, "run", "Extracts, matches, plans and loads what changed on both sides.", "contact-sync run --dry-run", [dry],
            (call, cancellationToken) => run(new(call.Config, call.Parsed.GetValue(dry)), call, cancellationToken));
    }
}
