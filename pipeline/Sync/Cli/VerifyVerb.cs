using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary><c>verify</c>: whether both sides still are what the runs say they are.</summary>
public static class VerifyVerb
{
    /// <param name="verify">Reads everything, writes nothing, and prints what differs; as JSON when asked.</param>
    public static Command Create(RootOptions root, Func<SyncConfig, bool, VerbCall, CancellationToken, Task<ExitCode>> verify)
    {
        var json = Verb.Json();
        return Verb.Create(
            root, "verify", "Reads both sides whole and compares them, by month and hash, with what the runs know; writes to neither. Exit 2 where something drifted.", "contact-sync verify", [json],
            (call, cancellationToken) => verify(call.Config, call.Parsed.GetValue(json), call, cancellationToken));
    }
}
