using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>resume</c> was asked for.</summary>
public sealed record ResumeRequest(SyncConfig Config);

/// <summary><c>resume</c>: goes on with an interrupted run.</summary>
public static class ResumeVerb
{
    public static Command Create(RootOptions root, Func<ResumeRequest, VerbCall, CancellationToken, Task<ExitCode>> resume)
    {
        return Verb.Create(
            root, "resume", "Goes on with a run that was interrupted: adopts its jobs, sends what is left, commits.", "contact-sync resume", [],
            (call, cancellationToken) => resume(new(call.Config), call, cancellationToken));
    }
}
