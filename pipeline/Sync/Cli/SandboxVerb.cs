using System.CommandLine;

namespace ContactSync.Cli;

/// <summary>What <c>sandbox serve</c> was asked for. Paths are absolute.</summary>
/// <param name="Port">The loopback port; 0 takes a free one.</param>
/// <param name="Contacts">Contacts to make when the org is new; 0 for none.</param>
/// <param name="Token">An access token that is let in; null makes one.</param>
/// <param name="Schema">The file of custom fields; null for the shipped one.</param>
/// <param name="JwtKey">The PEM file that JWT assertions are verified with; null takes none of them.</param>
public sealed record SandboxRequest(int Port, string Data, int Contacts, int Seed, string? Token, string? Schema, string? JwtKey);

/// <summary><c>sandbox</c>: a Salesforce org in a box, alone.</summary>
public static class SandboxVerb
{
    /// <summary>The group, with <c>serve</c> and <paramref name="others"/>.</summary>
    public static Command Create(RootOptions root, Func<SandboxRequest, VerbCall, CancellationToken, Task<ExitCode>> serve, params ReadOnlySpan<Command> others)
    {
        var port = new Option<int>("--port") { Description = "The port on this machine; 0 takes a free one.", HelpName = "N", Required = true };
        port.Validators.Add(r =>
        {
            if (r.GetValue(port) is < 0 or > 65_535)
            {
                r.AddError("--port takes 0 to 65535.");
            }
        });
        var data = new Option<string>("--data") { Description = "The folder of its records; made when it is not there.", HelpName = "DIR", Required = true };
        var contacts = new Option<int>("--contacts") { Description = "Contacts to make when the org is new.", HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "The seed of those Contacts.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var token = new Option<string?>("--token") { Description = "An access token that is let in, for tools that take one.", HelpName = "T" };
        var schema = new Option<string?>("--schema") { Description = "Custom fields, workflows and rules; the shipped ones when left out.", HelpName = "FILE" };
        var jwtKey = new Option<string?>("--jwt-key")
        {
            Description = "RSA public key or certificate (PEM) that JWT bearer assertions are verified with; without it none is taken.",
            HelpName = "FILE",
        };
        var serving = Verb.Create(
            root, "serve", "Runs the sandbox until it is stopped.", "contact-sync sandbox serve --port 7070 --data data/sandbox --contacts 10000",
            [port, data, contacts, seed, token, schema, jwtKey],
            (call, cancellationToken) => serve(
                new(
                    call.Parsed.GetValue(port), Path.GetFullPath(call.Parsed.GetRequiredValue(data)), call.Parsed.GetValue(contacts), call.Parsed.GetValue(seed),
                    call.Parsed.GetValue(token), Absolute(call.Parsed.GetValue(schema)), Absolute(call.Parsed.GetValue(jwtKey))),
                call,
                cancellationToken));
        return Verb.Group("sandbox", "A Salesforce org in a box, on this machine.", "contact-sync sandbox serve --port 7070 --data data/sandbox", [serving, .. others]);
    }

    private static string? Absolute(string? path) => path is null ? null : Path.GetFullPath(path);
}
