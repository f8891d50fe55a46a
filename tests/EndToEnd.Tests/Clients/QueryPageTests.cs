using System.Text.Json;
using System.Text.RegularExpressions;
using ContactSync.DuckDb;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Clients;

/// <summary>docs/query.md says what a run really seals, and its questions are answered whatever runs there are.</summary>
public sealed partial class QueryPageTests
{
    private static readonly string[] WithMappedFields = ["extract_local", "extract_org", "normalized", "links"];
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "query.md"));

    [Fact]
    public async Task Every_table_of_a_run_has_the_columns_that_the_page_describes()
    {
        await using var world = await World.StartAsync();
        await world.Org.CreateAsync(new { FirstName = "Ada", LastName = "Page", Email = "ada@example.org" });
        await world.RunAsync();
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(world.Folder, "runs"), "run=*"));
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(run, "manifest.json"), TestContext.Current.CancellationToken));
        var described = Described();

        var tables = manifest.RootElement.GetProperty("tables").EnumerateArray().Select(t => (Name: t.GetProperty("name").GetString()!, File: t.GetProperty("file").GetString()!)).ToList();

        Assert.Equal(described.Keys.Order(), tables.Select(t => t.Name).Order());
        foreach (var (name, file) in tables)
        {
            var sealedColumns = Columns(Path.Combine(run, file));
            var named = described[name];
            Assert.Equal(named, sealedColumns.Take(named.Count));
            Assert.Equal(WithMappedFields.Contains(name), sealedColumns.Count > named.Count);
            Assert.All(sealedColumns.Skip(named.Count), c => Assert.Equal("VARCHAR", c.Type));
        }
    }

    [Fact]
    public async Task The_ten_questions_are_answered_when_a_run_is_only_planned()
    {
        await using var world = await World.StartAsync();
        await world.Org.CreateAsync(new { FirstName = "Ada", LastName = "Page", Email = "ada@example.org" });
        Assert.Equal(0, (await world.CallAsync("plan")).ExitCode);
        var questions = Question().Matches(Page).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(10, questions.Count);

        foreach (var sql in questions)
        {
            var planned = await world.CallAsync("query", sql);
            Assert.True(planned.ExitCode == 0, $"{sql}\n{planned}");
        }

        var example = Example().Match((await world.CallAsync("query", "--help")).Out).Groups[1].Value;
        var answered = await world.CallAsync("query", example);
        Assert.True(answered.ExitCode == 0, $"{example}\n{answered}");
        await world.RunAsync();
        var known = await world.CallAsync("query", "select local_key, status from contact_as_of(now())", "--json");
        Assert.Contains("\"linked\"", known.Out, StringComparison.Ordinal);
    }

    private static List<(string Name, string Type)> Columns(string file)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [Path.GetDirectoryName(file)!], Threads = 1 });
        using var connection = database.Connect();
        using var result = connection.Query($"select column_name, column_type from (describe select * from read_parquet({DuckSql.Literal(file)}, hive_partitioning = false))");
        return [.. result.TextRows().Select(r => (r[0]!, r[1]!))];
    }

    private static Dictionary<string, List<(string Name, string Type)>> Described()
    {
        var dictionary = Page[Page.IndexOf("<!-- dictionary -->", StringComparison.Ordinal)..];
        return Table().Matches(dictionary).ToDictionary(
            m => m.Groups[1].Value,
            m => Row().Matches(m.Groups[2].Value).Select(r => (r.Groups[1].Value, r.Groups[2].Value)).ToList());
    }

    [GeneratedRegex("contact-sync query \"([^\"]+)\"")]
    private static partial Regex Example();

    [GeneratedRegex(@"^### \d+\. .+\n\n```sql\n([^`]*)\n```", RegexOptions.Multiline)]
    private static partial Regex Question();

    [GeneratedRegex(@"^### (\w+)\n\n\| column \| type \| meaning \|\n\|---\|---\|---\|\n((?:\|.*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\| (\w+) \| (.+?) \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
