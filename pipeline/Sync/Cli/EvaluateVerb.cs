using System.CommandLine;
using ContactSync.Evaluate;
using ContactSync.Match;
using ContactSync.Transforms.Cluster;

namespace ContactSync.Cli;

/// <summary><c>evaluate</c>: how good matching is on records whose truth is known. Needs no configuration.</summary>
public static class EvaluateVerb
{
    public static Command Create(RootOptions root, Func<EvaluateRequest, VerbCall, CancellationToken, Task<ExitCode>> evaluate)
    {
        var records = File("--records", "A CSV of people with a header; columns called like roles need no mapping. Two values in a column \"source\" are two sides.");
        var right = File("--right", "A CSV of the other side; matched with the first.");
        var truth = File("--truth", "A CSV of id,cluster or of id_l,id_r; opened once everything is decided.");
        var mapping = File("--mapping", "A JSON object of column names to roles, such as {\"Surname\": \"last_name\"}.");
        var pairs = File("--pairs", "A CSV of name1,name2,is_match instead of records: how well names alone are told apart.");
        var model = File("--model", "A match model instead of the shipped one.");
        var rules = File("--rules", "A file of rules that judge pairs in place of the model's weights.");
        var unique = new Option<UniqueSide>("--unique") { Description = "The side that holds a person once at most: none, incoming, org or both.", DefaultValueFactory = _ => UniqueSide.None };
        var folder = File("--out", "A folder for pairs.csv and clusters.csv as sealed.");
        var errors = new Option<int>("--errors") { Description = "How many of the worst errors to explain.", HelpName = "N", DefaultValueFactory = _ => 5 };
        var most = new Option<long>("--max-comparisons")
        {
            Description = "Past so many comparisons foreseen nothing is compared (exit 4).",
            HelpName = "N",
            DefaultValueFactory = _ => PeopleMatchOptions.DefaultMaxComparisons,
        };
        var json = Verb.Json();
        return Verb.Create(
            root, "evaluate", "Matches records whose truth is known and says how good that was.", "contact-sync evaluate --records people.csv --truth truth.csv",
            [records, right, truth, mapping, pairs, model, rules, unique, folder, errors, most, json],
            (call, cancellationToken) => evaluate(
                new(
                    Full(call, records), Full(call, right), Full(call, truth), Full(call, mapping), Full(call, pairs), Full(call, model), call.Parsed.GetValue(unique),
                    Full(call, folder), call.Parsed.GetValue(errors), call.Parsed.GetValue(json), call.Parsed.GetValue(most), Full(call, rules)),
                call,
                cancellationToken));
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static string? Full(VerbCall call, Option<string?> option) => call.Parsed.GetValue(option) is { } path ? Path.GetFullPath(path) : null;
}
