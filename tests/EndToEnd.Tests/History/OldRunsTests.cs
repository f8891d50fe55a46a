using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.History;

/// <summary>
/// Two runs as a version of schema 1 sealed them, kept for ever: what reads run folders must go on reading these. A change that breaks these tests breaks the
/// history of everyone who has one; it needs a new schema version and a reader for both, never new files here.
/// </summary>
public sealed class OldRunsTests
{
    private const string First = "20261122t133548z-713a";
    private const string Second = "20261122t133556z-e658";

    [Theory]
    [InlineData("select run, state, kind, extracted_local, creates, updates, succeeded, failed from runs order by run",
        $$"""{"run":"{{First}}","state":"committed","kind":"full","extracted_local":5,"creates":3,"updates":2,"succeeded":4,"failed":1}""",
        $$"""{"run":"{{Second}}","state":"committed","kind":"incremental","extracted_local":3,"creates":0,"updates":1,"succeeded":1,"failed":0}""")]
    [InlineData("select side, field, before, after, rule, outcome from changes where action = 'update' order by run, side",
        """{"side":"local","field":"city","before":"Oslo","after":"Bergen","rule":"newest wins","outcome":"succeeded"}""",
        """{"side":"org","field":"birthdate","before":null,"after":"1970-05-01","rule":"fill blank","outcome":"succeeded"}""",
        """{"side":"org","field":"city","before":"Bergen","after":"Turin","rule":"changed","outcome":"succeeded"}""")]
    [InlineData("select code, \"rows\" from errors", """{"code":"INVALID_EMAIL_ADDRESS","rows":1}""")]
    [InlineData("select local_key, city from contact_as_of('2100-01-01') where local_key = '1'", """{"local_key":"1","city":"Turin"}""")]
    [InlineData("select last_run() as run", $$"""{"run":"{{Second}}"}""")]
    public async Task Queries_still_give_their_answers(string sql, params string[] answers)
    {
        var answer = await AskAsync("query", sql, "--json");

        Assert.Equal(answers, answer.Out.Trim().Split('\n'));
    }

    [Fact]
    public async Task Every_table_can_be_read_and_explained_and_made_a_page_of()
    {
        foreach (var table in Directory.GetFiles(Path.Combine(Folder, $"run={First}"), "*.parquet").Select(f => Path.GetFileNameWithoutExtension(f)))
        {
            await AskAsync("query", $"select count(*) as n from {table}", "--json");
        }

        Assert.Contains("planned", (await AskAsync("explain", "ann@example.org")).Out, StringComparison.Ordinal);
        var page = Path.Combine(Directory.CreateTempSubdirectory("contact-sync-old-").FullName, "page.html");
        await AskAsync("report", First, "--out", page);
        Assert.Contains("INVALID_EMAIL_ADDRESS", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(page)!, recursive: true);
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "EndToEnd.Tests", "History", "schema-1");

    private static async Task<Harness.CliResult> AskAsync(params string[] args)
    {
        var result = await Harness.Cli.RunAsync([.. args, "--set", $"runs.path={Folder}"], Repository.Root, new Dictionary<string, string>());
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
