using System.CommandLine;

namespace ContactSync.Cli;

/// <summary>What <c>sandbox faults</c> was asked for. Paths are absolute.</summary>
public sealed record SandboxFaultsRequest(string Data, string? Plan, bool Clear);

/// <summary><c>sandbox faults</c>: the fault plan of a sandbox that is being served.</summary>
public static class SandboxFaultsVerb
{
    public static Command Create(RootOptions root, Func<SandboxFaultsRequest, VerbCall, CancellationToken, Task<ExitCode>> faults)
    {
        var plan = new Argument<string?>("plan") { Description = "A JSON file of seed and rules, which replace those before.", Arity = ArgumentArity.ZeroOrOne };
        var data = new Option<string>("--data") { Description = "The folder the sandbox is served from.", HelpName = "DIR", Required = true };
        var clear = new Option<bool>("--clear") { Description = "No faults any more." };
        return Verb.Create(
            root, "faults", "Sets or clears the faults of a sandbox that is being served, and prints how often each has struck.",
            "contact-sync sandbox faults plan.json --data data/sandbox", [plan, data, clear],
            (call, cancellationToken) => faults(
                new(
                    Path.GetFullPath(call.Parsed.GetRequiredValue(data)), call.Parsed.GetValue(plan) is { } path ? Path.GetFullPath(path) : null, call.Parsed.GetValue(clear)),
                call,
                cancellationToken));
    }
}
