using ContactSync.Config;

namespace ContactSync.Sync.Tests.Config;

public sealed class ConfigCheckTests
{
    [Fact]
    public void All_errors_of_all_sources_come_at_once_with_line_path_and_what_is_allowed()
    {
        using var folder = new ConfigFolder(
            """
            {
              "profile": "own",
              "load": {
                "rowsPreJob": 10000, // misspelt
                "jobsInFlight": "two",
                "rowsPerJob": 12345
              },
              "jobsInFlight": 2
            }
            """,
            ConfigFolder.Profile.Replace("\"role\": \"lastName\"", "\"role\": \"surname\"", StringComparison.Ordinal));

        Assert.Equal(
            [
                "pipeline.json:4  load.rowsPreJob  unknown key; did you mean \"rowsPerJob\"?",
                "pipeline.json:5  load.jobsInFlight  a text stands where a whole number from 1 to 25 belongs",
                "pipeline.json:6  load.rowsPerJob  12345 is not allowed; allowed: a whole number from 10,000 to 1,000,000 in steps of 10,000",
                "pipeline.json:8  jobsInFlight  unknown key; did you mean load.jobsInFlight?",
                "--set  budget.memroy  unknown key; did you mean \"memory\"?",
                "own.json:5  map[1].role  \"surname\" is not allowed; allowed: value | email | firstName | lastName",
            ],
            folder.Problems("budget.memroy=1GB"));
    }

    [Theory]
    [InlineData("load.jobsInFlight=0", "0 is not allowed; allowed: a whole number from 1 to 25")]
    [InlineData("load.jobsInFlight=1.5", "1.5 is not allowed")]
    [InlineData("load.bytesPerJob=101MB", "\"101MB\" is not allowed; allowed: a size")]
    [InlineData("load.bytesPerJob=100", "\"100\" is not allowed; allowed: a size such as \"100MB\"")]
    [InlineData("extract.lag=5", "allowed: a time such as \"30s\"")]
    [InlineData("extract.lag=8d", "0s to 7d")]
    [InlineData("extract.lag=999999999d", "0s to 7d")]
    [InlineData("org.kind=Sandbox", "allowed: sandbox | salesforce")]
    [InlineData("org.instanceUrl=http://example.com", "an https address")]
    [InlineData("org.instanceUrl=https://example.com/services", "an https address")]
    [InlineData("store.name=Has Blanks", "lower case letters")]
    [InlineData("budget.threads=many", "\"auto\" (one a processor) or a whole number")]
    [InlineData("dataflow.normalise.parallelism=257", "from 1 to 256")]
    [InlineData("dataflow.snapshot.parallelism=2", "unknown key; allowed here: capacity")]
    [InlineData("dataflow.normalize.capacity=2", "did you mean \"normalise\"?")]
    [InlineData("load=5", "a number stands where an object { ... } belongs")]
    [InlineData("load", "write --set key=value")]
    [InlineData("override.map[0].field=x", "unknown key")]
    [InlineData("override.map.0.field=x", "a list is given whole")]
    [InlineData("override.map=x", "a list is given whole, as JSON")]
    [InlineData("org.apiVersion=\u001b[2J", "\"?[2J\" is not allowed")]
    public void A_wrong_setting_is_refused_with_what_is_allowed(string set, string message)
    {
        using var folder = new ConfigFolder();

        Assert.Contains(message, Assert.Single(folder.Problems(set)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_variable_is_refused()
    {
        using var folder = new ConfigFolder();

        var thrown = Assert.Throws<ConfigException>(() => folder.LoadWith(("CONTACT_SYNC__LOAD__JOBS_IN_FLIGHT", "2")));

        Assert.Contains("did you mean \"jobsInFlight\"?", Assert.Single(thrown.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"profile\": \"own\", }", null)]
    [InlineData("\uFEFF{ \"profile\": \"own\" }", null)]
    [InlineData("{ \"profile\": \"own\"\n \"load\": {} }", "pipeline.json:2")]
    [InlineData("[]", "a list stands where an object")]
    [InlineData("{ \"profile\": \"own\", \"profile\": \"own\" }", "stands here twice")]
    [InlineData("{ }", "profile  missing")]
    [InlineData("{ \"profile\": null }", "profile  null stands")]
    [InlineData("{ \"profile\": \"other\" }", "profiles here: own")]
    [InlineData("{ \"profile\": \"own\", \"load\": [] }", "a list stands where an object")]
    [InlineData("", "not JSON")]
    public void A_file_is_read_as_json_with_comments_and_nothing_else(string text, string? problem)
    {
        using var folder = new ConfigFolder(text);

        if (problem is null)
        {
            Assert.Equal("own", folder.Load().Profile.Name);
        }
        else
        {
            Assert.Contains(folder.Problems(), p => p.Contains(problem, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_literal_secret_is_refused_and_never_shown()
    {
        using var folder = new ConfigFolder("""{ "profile": "own", "org": { "auth": { "clientSecret": "hunter2hunter2" } } }""");

        var problem = Assert.Single(folder.Problems());

        Assert.Contains("env:NAME or file:path", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_an_error_and_not_a_crash()
    {
        using var folder = new ConfigFolder(new string('[', 10_000));

        Assert.Contains("not JSON", Assert.Single(folder.Problems()), StringComparison.Ordinal);
    }
}
