using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>explain</c> was asked for.</summary>
/// <param name="Key">A Contact Id, a supporter's key, a record key or an e-mail address.</param>
/// <param name="Other">A second record: why the two are or are not one person.</param>
public sealed record ExplainRequest(SyncConfig Config, string Key, string? Other, bool Json);

/// <summary><c>explain</c>: why a record was matched, planned, skipped or left alone.</summary>
public static class ExplainVerb
{
    public static Command Create(RootOptions root, Func<ExplainRequest, VerbCall, CancellationToken, Task<ExitCode>> explain)
    {
        var key = new Argument<string>("key") { Description = "A Contact Id, a supporter's key, a record key or an e-mail address." };
        var other = new Argument<string?>("other") { Description = "A second record: what speaks for and against both being one person, also if they never met.", Arity = ArgumentArity.ZeroOrOne };
        var json = Verb.Json();
        return Verb.Create(
            root, "explain", "Shows what the last runs did with one record, and why.", "contact-sync explain local:17", [key, other, json],
            (call, cancellationToken) =>
                explain(new(call.Config, call.Parsed.GetRequiredValue(key), call.Parsed.GetValue(other), call.Parsed.GetValue(json)), call, cancellationToken));
    }
}
