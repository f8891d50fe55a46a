using System.CommandLine;

namespace ContactSync.Cli;

/// <summary><c>graph</c>: the live topology as Mermaid.</summary>
public static class GraphVerb
{
    /// <param name="describe">Builds the graph for a configuration, without running it, and draws it.</param>
    public static Command Create(RootOptions root, Func<Config.SyncConfig, string> describe) => Verb.Create(
        root, "graph", "Prints the Dataflow graph of a run as a Mermaid flowchart.", "contact-sync graph > graph.mmd", [], async (call, _) =>
        {
            await call.Out.WriteLineAsync(describe(call.Config));
            return ExitCode.Done;
        });
}
