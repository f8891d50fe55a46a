using ContactSync.Config;
using ContactSync.Dataflow;

namespace ContactSync.Sync.Tests;

public sealed class SyncGraphTests
{
    [Fact]
    public void The_readme_draws_the_graphs_that_run()
    {
        var options = new DataflowOptions(new NodeOptions(), new NodeOptions(), new NodeOptions(), new NodeOptions(), new NodeOptions(), new NodeOptions());
        var readme = File.ReadAllText(Path.Combine(Root(), "README.md"));

        Assert.All(SyncGraph.Describe(options), graph => Assert.Contains($"```mermaid\n{graph.ToMermaid().TrimEnd()}\n```", readme, StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
