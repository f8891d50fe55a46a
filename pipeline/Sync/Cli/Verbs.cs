using System.CommandLine;
using ContactSync.Evaluate;

namespace ContactSync.Cli;

/// <summary>The verbs there are, in the order of the help.</summary>
public static class Verbs
{
    public static RootCommand Root(RootOptions options)
    {
        var root = new RootCommand(
            """
            Keeps a local contact store and a Salesforce org in step.

            Example:
              contact-sync run

            Exit codes: 0 done, 2 some rows rejected, failed or left to the next run, 3 stopped early (resumable), 4 guardrail, 5 configuration, credentials
            or preflight, 75 another run holds the lock, 130 interrupted (resumable), 1 a defect of this program.
            """);
        root.Options.Add(options.Config);
        root.Options.Add(options.Set);
        foreach (var verb in All(options))
        {
            root.Subcommands.Add(verb);
        }

        return root;
    }

    /// <summary>A verb is listed here once its work is there.</summary>
    private static IEnumerable<Command> All(RootOptions options) =>
    [
        RunVerb.Create(options, RunActions.RunAsync),
        PlanVerb.Create(options, RunActions.PlanAsync),
        ApplyVerb.Create(options, RunActions.ApplyAsync),
        ResumeVerb.Create(options, RunActions.ResumeAsync),
        VerifyVerb.Create(options, RunActions.VerifyAsync),
        DoctorVerb.Create(options, DoctorActions.CheckAsync),
        RunsVerb.Create(options, HistoryActions.RunsAsync),
        DiffVerb.Create(options, DiffActions.DiffAsync),
        ExplainVerb.Create(options, HistoryActions.ExplainAsync),
        QueryVerb.Create(options, HistoryActions.QueryAsync),
        ReportVerb.Create(options, HistoryActions.ReportAsync),
        ReviewVerb.Create(options),
        WeightsVerb.Create(options),
        EvaluateVerb.Create(options, EvaluateAction.RunAsync),
        StoreVerb.Create(options, StoreActions.ShowAsync, StoreActions.SetAsync, StoreActions.ImportAsync, StoreCheckActions.CheckAsync),
        ConfigVerb.Create(options),
        GraphVerb.Create(options, config => string.Join("\n\n", SyncGraph.Describe(config.Pipeline.Dataflow).Select(t => t.ToMermaid()))),
        TuneVerb.Create(options, TuneActions.TuneAsync),
        GenerateVerb.Create(options, WorldActions.GenerateAsync),
        SandboxVerb.Create(
            options, WorldActions.ServeAsync, SandboxSeedVerb.Create(options, SandboxActions.SeedAsync), SandboxSchemaVerb.Create(options, SandboxActions.SchemaAsync),
            SandboxFaultsVerb.Create(options, SandboxActions.FaultsAsync)),
    ];
}
