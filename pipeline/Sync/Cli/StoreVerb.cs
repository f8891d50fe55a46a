using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>store show</c> was asked for: one supporter by key or e-mail address, or the first ones when null.</summary>
public sealed record StoreShowRequest(SyncConfig Config, string? Key, int First, bool Json);

/// <summary>What <c>store set</c> was asked for: assignments <c>field=value</c>; an empty value clears.</summary>
public sealed record StoreSetRequest(SyncConfig Config, string Key, IReadOnlyList<string> Assignments);

/// <summary>What <c>store import</c> was asked for: a CSV, and assignments <c>field=Column</c>; none takes the columns called like fields.</summary>
public sealed record StoreImportRequest(SyncConfig Config, string File, IReadOnlyList<string> Columns);

/// <summary>What <c>store check</c> was asked for: the first addresses of each kind, or all of them as JSON lines.</summary>
public sealed record StoreCheckRequest(SyncConfig Config, int First, bool Json);

/// <summary><c>store show|set|import|check</c>: the local side's own edits, by the store's rules.</summary>
public static class StoreVerb
{
    public static Command Create(
        RootOptions root,
        Func<StoreShowRequest, VerbCall, CancellationToken, Task<ExitCode>> show,
        Func<StoreSetRequest, VerbCall, CancellationToken, Task<ExitCode>> set,
        Func<StoreImportRequest, VerbCall, CancellationToken, Task<ExitCode>> import,
        Func<StoreCheckRequest, VerbCall, CancellationToken, Task<ExitCode>> check) =>
        Verb.Group(
            "store", "Looks into the local store and edits it as its own users do: stamps advance, its rules apply.", "contact-sync store show ann@example.org",
            Show(root, show), Set(root, set), Import(root, import), Check(root, check));

    private static Command Show(RootOptions root, Func<StoreShowRequest, VerbCall, CancellationToken, Task<ExitCode>> show)
    {
        var key = new Argument<string?>("supporter") { Description = "A key or an e-mail address; the first ones when left out.", Arity = ArgumentArity.ZeroOrOne };
        var first = new Option<int>("--first") { Description = "How many to print without a supporter, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 10 };
        first.Validators.Add(r => Between(r, first, 1, 1000));
        var json = Verb.Json();
        return Verb.Create(
            root, "show", "Prints a supporter, or the first ones.", "contact-sync store show 17", [key, first, json],
            (call, cancellationToken) => show(
                new(call.Config, call.Parsed.GetValue(key), call.Parsed.GetValue(first), call.Parsed.GetValue(json)), call, cancellationToken));
    }

    private static Command Set(RootOptions root, Func<StoreSetRequest, VerbCall, CancellationToken, Task<ExitCode>> set)
    {
        var key = new Argument<string>("supporter") { Description = "A key or an e-mail address." };
        var fields = new Argument<string[]>("field=value") { Description = "What to set; field= clears it.", Arity = ArgumentArity.OneOrMore };
        return Verb.Create(
            root, "set", "Sets fields of a supporter.", "contact-sync store set 17 city=Lyon phone=", [key, fields],
            (call, cancellationToken) => set(
                new(call.Config, call.Parsed.GetRequiredValue(key), call.Parsed.GetRequiredValue(fields)), call, cancellationToken));
    }

    private static Command Import(RootOptions root, Func<StoreImportRequest, VerbCall, CancellationToken, Task<ExitCode>> import)
    {
        var file = new Argument<string>("file") { Description = "A CSV file with a header." };
        var columns = new Option<string[]>("--column")
        {
            Description = "The file's column for a field, such as last_name=Surname; modified_at is the record's own last edit. May be repeated; the columns called like fields when left out.",
            HelpName = "FIELD=COLUMN",
            DefaultValueFactory = _ => [],
        };
        return Verb.Create(
            root, "import", "Imports supporters; a row that breaks a rule is named and left out.", "contact-sync store import people.csv --column last_name=Surname",
            [file, columns],
            (call, cancellationToken) => import(
                new(call.Config, Path.GetFullPath(call.Parsed.GetRequiredValue(file)), call.Parsed.GetRequiredValue(columns)), call, cancellationToken));
    }

    private static Command Check(RootOptions root, Func<StoreCheckRequest, VerbCall, CancellationToken, Task<ExitCode>> check)
    {
        var first = new Option<int>("--first") { Description = "How many to print of each kind, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 10 };
        first.Validators.Add(r => Between(r, first, 1, 1000));
        var json = Verb.Json();
        return Verb.Create(
            root, "check", "Finds e-mail addresses to look at: no address, likely mistyped, thrown away after minutes, of a function. Changes nothing.", "contact-sync store check", [first, json],
            (call, cancellationToken) => check(new(call.Config, call.Parsed.GetValue(first), call.Parsed.GetValue(json)), call, cancellationToken));
    }

    private static void Between(System.CommandLine.Parsing.OptionResult result, Option<int> option, int low, int high)
    {
        if (result.GetValue(option) is var n && (n < low || n > high))
        {
            result.AddError($"{option.Name} takes {low} to {high}, not {n}.");
        }
    }
}
