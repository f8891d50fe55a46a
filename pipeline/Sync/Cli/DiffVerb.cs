using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>diff</c> was asked for.</summary>
/// <param name="Rows">Print every change, not only how many there are.</param>
public sealed record DiffRequest(SyncConfig Config, string Before, string After, bool Rows, bool Json);

/// <summary><c>diff</c>: what is known otherwise after one run than after another.</summary>
public static class DiffVerb
{
    public static Command Create(RootOptions root, Func<DiffRequest, VerbCall, CancellationToken, Task<ExitCode>> diff)
    {
        var before = new Argument<string>("before") { Description = "A run that committed: its id, last for the newest one, last~1 for the one before it, and so on." };
        var after = new Argument<string>("after") { Description = "Another one, as a rule a later one." };
        var rows = new Option<bool>("--rows") { Description = "Print every changed field with its value before and after, and every new or gone record." };
        var json = Verb.Json();
        return Verb.Create(
            root, "diff", "Shows what changed between two runs: records new and gone, fields by their values before and after.",
            "contact-sync diff last~1 last --rows", [before, after, rows, json],
            (call, cancellationToken) => diff(
                new(call.Config, call.Parsed.GetRequiredValue(before), call.Parsed.GetRequiredValue(after), call.Parsed.GetValue(rows), call.Parsed.GetValue(json)), call, cancellationToken));
    }
}
