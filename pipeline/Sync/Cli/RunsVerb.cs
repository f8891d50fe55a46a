using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary><c>runs</c>: the history, newest first.</summary>
public static class RunsVerb
{
    /// <param name="list">Prints the runs, as JSON when asked.</param>
    public static Command Create(RootOptions root, Func<SyncConfig, bool, VerbCall, CancellationToken, Task<ExitCode>> list)
    {
        var json = Verb.Json();
        return Verb.Create(
            root, "runs", "Lists the runs there were, newest first.", "contact-sync runs --json", [json],
            (call, cancellationToken) => list(call.Config, call.Parsed.GetValue(json), call, cancellationToken));
    }
}
