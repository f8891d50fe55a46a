using System.CommandLine;

namespace ContactSync.Cli;

/// <summary>What <c>generate</c> was asked for.</summary>
/// <param name="Out">The folder, absolute; made when it is not there.</param>
/// <param name="Slips">A file of slips, absolute; null for none beyond what the kinds of people bring.</param>
public sealed record GenerateRequest(int Seed, int Local, int Org, string Out, string? Slips = null);

/// <summary><c>generate</c>: a made-up world for both sides, with the truth.</summary>
public static class GenerateVerb
{
    private const int Most = 20_000_000;

    public static Command Create(RootOptions root, Func<GenerateRequest, VerbCall, CancellationToken, Task<ExitCode>> generate)
    {
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same bytes.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var local = Rows("--local", "Supporters.", 12_000);
        var org = Rows("--org", "Contacts.", 10_000);
        var folder = new Option<string>("--out") { Description = "The folder for supporters.csv, contacts.csv and truth.csv.", HelpName = "DIR", Required = true };
        var slips = new Option<string?>("--slips") { Description = "A JSON file of how often, of a thousand records, each side errs: {\"org\": {\"noEmail\": 350}}. docs/matching.md lists them.", HelpName = "FILE" };
        return Verb.Create(
            root, "generate", "Makes a sample world: supporters, Contacts, and who is who.", "contact-sync generate --seed 1 --local 12000 --org 10000 --out world",
            [seed, local, org, folder, slips],
            (call, cancellationToken) => generate(
                new(call.Parsed.GetValue(seed), call.Parsed.GetValue(local), call.Parsed.GetValue(org), Path.GetFullPath(call.Parsed.GetRequiredValue(folder)), call.Parsed.GetValue(slips) is { } file ? Path.GetFullPath(file) : null),
                call,
                cancellationToken));
    }

    private static Option<int> Rows(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(r =>
        {
            if (r.GetValue(option) is < 0 or > Most)
            {
                r.AddError($"{name} takes 0 to {Most}.");
            }
        });
        return option;
    }
}
