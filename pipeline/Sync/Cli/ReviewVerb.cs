using System.CommandLine;
using ContactSync.Review;

namespace ContactSync.Cli;

/// <summary><c>review list|show|accept|reject|export|import</c>: what a person decides about pairs.</summary>
public static class ReviewVerb
{
    public static Command Create(RootOptions root) => Verb.Group(
        "review", "Pairs that the evidence does not decide: look at them, and say what they are.", "contact-sync review list",
        List(root), Show(root), Judge(root, "accept", true), Judge(root, "reject", false), Export(root), Import(root));

    private static Command List(RootOptions root)
    {
        var (first, json) = (First(20), Verb.Json());
        var skip = new Option<int>("--skip") { Description = "How many to leave out before the first.", HelpName = "N" };
        return Verb.Create(
            root, "list", "Lists pairs: those that wait in a run first, then most evidence first.", "contact-sync review list --skip 20", [first, skip, json],
            (call, ct) => ReviewAction.ListAsync(call.Config, call.Parsed.GetValue(first), call.Parsed.GetValue(skip), call.Parsed.GetValue(json), call, ct));
    }

    private static Command Show(RootOptions root)
    {
        var (left, right, json) = (Key("record"), Key("other"), Verb.Json());
        return Verb.Create(
            root, "show", "Shows the evidence on two records, also on two that no key brought together.", "contact-sync review show local:17 org:003000000000001AAA", [left, right, json],
            (call, ct) => ReviewAction.ShowAsync(call.Config, call.Parsed.GetRequiredValue(left), call.Parsed.GetRequiredValue(right), call.Parsed.GetValue(json), call, ct));
    }

    private static Command Judge(RootOptions root, string name, bool same)
    {
        var (left, right) = (Key("record"), Key("other"));
        var note = new Option<string?>("--note") { Description = "Why, for those who look later." };
        return Verb.Create(
            root, name, same ? "Says that two records are one person, for good." : "Says that two records are two people, for good.",
            $"contact-sync review {name} local:17 org:003000000000001AAA", [left, right, note],
            (call, ct) => ReviewAction.JudgeAsync(call.Config, call.Parsed.GetRequiredValue(left), call.Parsed.GetRequiredValue(right), same, call.Parsed.GetValue(note), call, ct));
    }

    private static Command Export(RootOptions root)
    {
        var file = new Argument<string>("file") { Description = "The file to write." };
        var html = new Option<bool>("--html") { Description = "A page with a card for each pair instead of a CSV." };
        var first = First(1000);
        return Verb.Create(
            root, "export", "Writes pairs to a CSV with a column to decide in, or to a page.", "contact-sync review export pairs.csv", [file, html, first],
            (call, ct) => ReviewAction.ExportAsync(call.Config, Path.GetFullPath(call.Parsed.GetRequiredValue(file)), call.Parsed.GetValue(html), call.Parsed.GetValue(first), call, ct));
    }

    private static Command Import(RootOptions root)
    {
        var file = new Argument<string>("file") { Description = "A CSV with left, right and decision: same, different, later or blank." };
        return Verb.Create(
            root, "import", "Takes the decisions of a filled CSV.", "contact-sync review import pairs.csv", [file],
            (call, ct) => ReviewAction.ImportAsync(call.Config, Path.GetFullPath(call.Parsed.GetRequiredValue(file)), call, ct));
    }

    private static Argument<string> Key(string name) => new(name) { Description = "A record key: local:<supporter> or org:<Contact Id>; either part alone will do." };

    private static Option<int> First(int usual) => new("--first") { Description = "How many at most.", HelpName = "N", DefaultValueFactory = _ => usual };
}
