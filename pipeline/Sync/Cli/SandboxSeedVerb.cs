using System.CommandLine;

namespace ContactSync.Cli;

/// <summary>What <c>sandbox seed</c> was asked for. Paths are absolute.</summary>
public sealed record SandboxSeedRequest(string Data, string Object, string File, string? Schema);

/// <summary><c>sandbox seed</c>: fills an object of a sandbox that is not being served.</summary>
public static class SandboxSeedVerb
{
    public static Command Create(RootOptions root, Func<SandboxSeedRequest, VerbCall, CancellationToken, Task<ExitCode>> seed)
    {
        var file = new Argument<string>("file") { Description = "A CSV whose header names fields of the object by API name." };
        var data = new Option<string>("--data") { Description = "The folder of the sandbox's records; made when it is not there.", HelpName = "DIR", Required = true };
        var @object = new Option<string>("--object") { Description = "The object the rows are.", HelpName = "X", DefaultValueFactory = _ => "Contact" };
        var schema = new Option<string?>("--schema") { Description = "The schema file the sandbox is served with; the shipped one when left out.", HelpName = "FILE" };
        return Verb.Create(
            root, "seed", "Loads a CSV into a sandbox that is not being served, past its rules.", "contact-sync sandbox seed accounts.csv --object Account --data data/sandbox",
            [file, data, @object, schema],
            (call, cancellationToken) => seed(
                new(
                    Path.GetFullPath(call.Parsed.GetRequiredValue(data)), call.Parsed.GetRequiredValue(@object), Path.GetFullPath(call.Parsed.GetRequiredValue(file)),
                    call.Parsed.GetValue(schema) is { } path ? Path.GetFullPath(path) : null),
                call,
                cancellationToken));
    }
}
