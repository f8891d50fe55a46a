using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ContactSync.Conventions.Tests;

/// <summary>The arrows between the projects, and what may not cross them.</summary>
public sealed partial class ArrowTests
{
    [Theory]
    [InlineData("transforms/Transforms.csproj")]
    [InlineData("pipeline/DuckDb/DuckDb.csproj")]
    [InlineData("pipeline/Salesforce/Salesforce.csproj")]
    [InlineData("pipeline/SandboxHost/SandboxHost.csproj", "Sandbox")]
    [InlineData("pipeline/Sync/Sync.csproj", "DuckDb", "Salesforce", "Sandbox", "Transforms")]
    public void A_project_references_what_the_design_draws(string project, params string[] expected) =>
        Assert.Equal(expected, References(project));

    [Fact]
    public void The_sandbox_references_at_most_the_database() =>
        Assert.Empty(References("pipeline/Sandbox/Sandbox.csproj").Except(["DuckDb"]));

    [Fact]
    public void No_project_compiles_a_file_of_another()
    {
        var links = Repository.Sources(".", "*.csproj")
            .SelectMany(p => XDocument.Parse(p.Text).Descendants("Compile").Select(c => (p.Path, Include: (string?)c.Attribute("Include"))))
            .Where(c => c.Include?.Contains("..", StringComparison.Ordinal) == true);

        Assert.Empty(links);
    }

    [Fact]
    public void Sandbox_and_client_share_no_source_file()
    {
        var client = Repository.Sources("pipeline/Salesforce").Select(f => Squeeze(f.Text)).ToHashSet();

        var shared = Repository.Sources("pipeline/Sandbox").Where(f => client.Contains(Squeeze(f.Text))).Select(f => f.Path);

        Assert.Empty(shared);
    }

    [Fact]
    public void The_core_does_no_io_reads_no_clock_and_starts_no_task()
    {
        var found = Repository.Sources("transforms").SelectMany(f => Impure().Matches(f.Text).Select(m => $"{f.Path}: {m.Value}"));

        Assert.Empty(found);
    }

    private static string[] References(string project) =>
        [.. Repository.Project(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string?)r.Attribute("Include") ?? "").Replace('\\', '/')))
            .Order(StringComparer.Ordinal)];

    private static string Squeeze(string text) => Blank().Replace(Namespace().Replace(text, ""), "");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"^namespace .*;$", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(System\.IO|File\.|Directory\.|Stream\b|HttpClient|Console\.|TimeProvider|DateTime\.UtcNow|DateTimeOffset\.UtcNow|Stopwatch|async |await |Task\b|new Random|Random\.Shared|ILogger)")]
    private static partial Regex Impure();
}
