using System.CommandLine;

namespace ContactSync.Cli;

/// <summary>What <c>sandbox schema</c> was asked for: one object, or all in short when null.</summary>
public sealed record SandboxSchemaRequest(string? Object, string? Schema);

/// <summary><c>sandbox schema</c>: prints what a sandbox of a schema file has, and so checks the file.</summary>
public static class SandboxSchemaVerb
{
    public static Command Create(RootOptions root, Func<SandboxSchemaRequest, VerbCall, CancellationToken, Task<ExitCode>> show)
    {
        var @object = new Argument<string?>("object") { Description = "The object whose fields and rules are printed; all objects in short when left out.", Arity = ArgumentArity.ZeroOrOne };
        var schema = new Option<string?>("--schema") { Description = "The schema file; the shipped one when left out.", HelpName = "FILE" };
        return Verb.Create(
            root, "schema", "Checks a schema file and prints its objects, or the fields and rules of one.", "contact-sync sandbox schema Contact --schema box.json", [@object, schema],
            (call, cancellationToken) => show(
                new(call.Parsed.GetValue(@object), call.Parsed.GetValue(schema) is { } path ? Path.GetFullPath(path) : null), call, cancellationToken));
    }
}
