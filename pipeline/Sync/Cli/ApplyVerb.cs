using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>apply</c> was asked for.</summary>
/// <param name="Plan">A sealed plan file, or the name of the run that holds one.</param>
/// <param name="Allow">The guards that the plan may be past.</param>
/// <param name="Summary">One line instead of the screen.</param>
public sealed record ApplyRequest(SyncConfig Config, string Plan, IReadOnlyList<string> Allow, bool Summary);

/// <summary><c>apply</c>: loads exactly one sealed plan.</summary>
public static class ApplyVerb
{
    public static Command Create(RootOptions root, Func<ApplyRequest, VerbCall, CancellationToken, Task<ExitCode>> apply)
    {
        var plan = new Argument<string>("plan") { Description = "The plan file, or the run that made it." };
        var (allow, summary) = (RunVerb.Allow(), RunVerb.Summary());
        return Verb.Create(
            root, "apply", "Loads a sealed plan: exactly its rows, without those that moved since.", "contact-sync apply tonight.plan", [plan, allow, summary],
            (call, cancellationToken) => apply(new(call.Config, call.Parsed.GetRequiredValue(plan), call.Parsed.GetValue(allow) ?? [], call.Parsed.GetValue(summary)), call, cancellationToken));
    }
}
