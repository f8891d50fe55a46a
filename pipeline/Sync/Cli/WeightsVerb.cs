using System.CommandLine;
using ContactSync.Evaluate;

namespace ContactSync.Cli;

/// <summary><c>weights show|train</c>: the match model in force, and a proposal from records without labels.</summary>
public static class WeightsVerb
{
    public static Command Create(RootOptions root) => Verb.Group(
        "weights", "The weights that decide who is one person.", "contact-sync weights show", Show(root), Train(root));

    private static Command Show(RootOptions root) => Verb.Create(
        root, "show", "Prints the shipped model, as a file for --model.", "contact-sync weights show > model.json", [],
        async (call, _) =>
        {
            await call.Out.WriteAsync(Match.Reference.ModelText);
            return ExitCode.Done;
        });

    private static Command Train(RootOptions root)
    {
        var records = new Option<string>("--records") { Description = "A CSV of people, as evaluate takes it; no truth is needed.", HelpName = "FILE", Required = true };
        var mapping = new Option<string?>("--mapping") { Description = "A JSON object of column names to roles.", HelpName = "FILE" };
        var file = new Option<string>("--out") { Description = "The file for the proposed model.", HelpName = "FILE", Required = true };
        return Verb.Create(
            root, "train", "Proposes weights from records without labels; read the file, measure it with evaluate --model, then use it.",
            "contact-sync weights train --records people.csv --out model.json", [records, mapping, file],
            (call, ct) => EvaluateAction.TrainAsync(
                Path.GetFullPath(call.Parsed.GetRequiredValue(records)), call.Parsed.GetValue(mapping) is { } m ? Path.GetFullPath(m) : null,
                Path.GetFullPath(call.Parsed.GetRequiredValue(file)), call, ct));
    }
}
