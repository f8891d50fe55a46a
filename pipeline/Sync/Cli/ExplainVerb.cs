using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>explain</c> was asked for.</summary>
/// <param name="Key">A Contact Id, a supporter's key, a record key or an e-mail address.</param>
public sealed record ExplainRequest(SyncConfig Config, string Key, bool Json);

/// <summary><c>explain</c>: why a record was matched, planned, skipped or left alone.</summary>
public static class ExplainVerb
{
    public static Command Create(RootOptions root, Func<ExplainRequest, VerbCall, CancellationToken, Task<ExitCode>> explain)
    {
        var key = new Argument<string>("key") { Description = "A Contact Id, a supporter's key, a record key or an e-mail address." };
        var json = Verb.Json();
        return Verb.Create(
            root, "explain", "Shows what the last runs did with one record, and why.", "contact-sync explain local:17", [key, json],
            (call, cancellationToken) =>
                explain(new(call.Config, call.Parsed.GetRequiredValue(key), call.Parsed.GetValue(json)), call, cancellationToken));
    }
}
