using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>apply</c> was asked for.</summary>
/// <param name="Plan">A sealed plan file, or the name of the run that holds one.</param>
public sealed record ApplyRequest(SyncConfig Config, string Plan);

/// <summary><c>apply</c>: loads exactly one sealed plan.</summary>
public static class ApplyVerb
{
    public static Command Create(RootOptions root, Func<ApplyRequest, VerbCall, CancellationToken, Task<ExitCode>> apply)
    {
        var plan = new Argument<string>("plan") { Description = "The plan file, or the run that made it." };
        return Verb.Create(
            root, "apply", "Loads a sealed plan: exactly its rows, without those that moved since.", "contact-sync apply tonight.plan", [plan],
            (call, cancellationToken) => apply(new(call.Config, call.Parsed.GetRequiredValue(plan)), call, cancellationToken));
    }
}
