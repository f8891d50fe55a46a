using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>resume</c> was asked for.</summary>
/// <param name="Run">The run to go on with; null for the one that is open.</param>
public sealed record ResumeRequest(SyncConfig Config, string? Run);

/// <summary><c>resume</c>: goes on with an interrupted run.</summary>
public static class ResumeVerb
{
    public static Command Create(RootOptions root, Func<ResumeRequest, VerbCall, CancellationToken, Task<ExitCode>> resume)
    {
        var run = new Argument<string?>("run") { Description = "The run; the open one when left out.", Arity = ArgumentArity.ZeroOrOne };
        return Verb.Create(
            root, "resume", "Goes on with a run that was interrupted: adopts its jobs, sends what is left, commits.", "contact-sync resume", [run],
            (call, cancellationToken) => resume(new(call.Config, call.Parsed.GetValue(run)), call, cancellationToken));
    }
}
