using ContactSync.Cli;
using ContactSync.Sandbox;

namespace ContactSync.Sync.Tests.Cli;

/// <summary><c>sandbox seed|schema|faults</c> as they are typed.</summary>
public sealed class SandboxVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contact-sync-sandbox-").FullName;

    [Fact]
    public async Task Seed_loads_a_CSV_into_an_object()
    {
        var csv = Write("accounts.csv", "Name,BillingCity\nAjax,Leeds\nZephyr,York\n");

        var first = await RunAsync("sandbox", "seed", csv, "--object", "Account", "--data", Data);
        var again = await RunAsync("sandbox", "seed", csv, "--object", "Account", "--data", Data);

        Assert.Equal((ExitCode.Done, "Account  2 loaded, 2 in all", ""), first);
        Assert.Equal((ExitCode.Done, "Account  2 loaded, 4 in all", ""), again);
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = Data }, TestContext.Current.CancellationToken);
        Assert.Equal(4, await server.CountAsync("Account"));
    }

    [Theory]
    [InlineData("Contact", "FirstName\nAnn\n", "Required fields are missing: [LastName]")]
    [InlineData("Contact", "Nick\nAnn\n", "Field name not found : Nick")]
    [InlineData("Contacts", "LastName\nAnn\n", "no object Contacts")]
    public async Task What_cannot_be_seeded_is_three_lines_and_5(string type, string csv, string says)
    {
        var (code, output, err) = await RunAsync("sandbox", "seed", Write("rows.csv", csv), "--object", type, "--data", Data);

        Assert.Equal((ExitCode.Configuration, ""), (code, output));
        Assert.Contains(says, err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_being_served_is_not_seeded()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = Data }, TestContext.Current.CancellationToken);

        var (code, _, err) = await RunAsync("sandbox", "seed", Write("rows.csv", "LastName\nAnn\n"), "--data", Data);

        Assert.Equal(ExitCode.Configuration, code);
        Assert.Contains("Another sandbox", err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_prints_objects_or_the_fields_and_rules_of_one()
    {
        var file = Write("box.json", """
            { "fields": [{ "object": "Contact", "name": "Ref__c", "type": "Text", "length": 20, "externalId": true, "unique": true }],
              "duplicateRules": [{ "name": "Standard_Contact_Duplicate_Rule" }],
              "validationRules": [{ "object": "Contact", "name": "No_bots", "condition": "LastName = 'Bot'", "message": "No bots" }] }
            """);

        var (_, objects, _) = await RunAsync("sandbox", "schema", "--schema", file);
        var (code, contact, _) = await RunAsync("sandbox", "schema", "contact", "--schema", file);

        Assert.Equal(ExitCode.Done, code);
        Assert.Matches("(?m)^Contact +003 +[0-9]+ fields, of them Ref__c, 2 rules$", objects);
        Assert.Matches("(?m)^Campaign +701 ", objects);
        Assert.Matches(@"(?m)^LastName +string\(80\)  required$", contact);
        Assert.Matches(@"(?m)^Ref__c +string\(20\)  external id  unique$", contact);
        Assert.Matches("(?m)^duplicate rule +Standard_Contact_Duplicate_Rule  create allow alert report, edit allow report ", contact);
        Assert.Matches("(?m)^validation rule +No_bots  No bots$", contact);
    }

    [Theory]
    [InlineData("""{ "duplicateRules": [{ "name": "Mine" }] }""", "Mine")]
    [InlineData("""{ "rules": [] }""", "rules")]
    public async Task A_schema_file_that_makes_no_sense_is_5(string schema, string says)
    {
        var (code, output, err) = await RunAsync("sandbox", "schema", "--schema", Write("box.json", schema));

        Assert.Equal((ExitCode.Configuration, ""), (code, output));
        Assert.Contains(says, err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_are_set_shown_and_cleared()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = Data }, TestContext.Current.CancellationToken);
        var plan = Write("plan.json", """{ "seed": 1, "rules": [{ "match": { "path": "/services/data$" }, "do": "status", "status": 503 }] }""");

        var set = await RunAsync("sandbox", "faults", plan, "--data", Data);
        using var http = new HttpClient { BaseAddress = server.BaseAddress };
        using var struck = await http.GetAsync(new Uri("services/data", UriKind.Relative), TestContext.Current.CancellationToken);
        var shown = await RunAsync("sandbox", "faults", "--data", Data);
        var cleared = await RunAsync("sandbox", "faults", "--clear", "--data", Data);

        Assert.Equal((ExitCode.Done, """{"struck":[0]}""", ""), set);
        Assert.Equal(503, (int)struck.StatusCode);
        Assert.Equal("""{"struck":[1]}""", shown.Out);
        Assert.Equal("""{"struck":[]}""", cleared.Out);
    }

    [Fact]
    public async Task Faults_need_a_sandbox_that_answers_and_a_plan_that_makes_sense()
    {
        var (code, _, err) = await RunAsync("sandbox", "faults", "--data", Data);
        Assert.Equal(ExitCode.Configuration, code);
        Assert.Contains("No sandbox is served", err, StringComparison.Ordinal);

        await using (await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = Data }, TestContext.Current.CancellationToken))
        {
            (code, _, err) = await RunAsync("sandbox", "faults", Write("plan.json", """{ "rules": [{ "do": "explode" }] }"""), "--data", Data);
            Assert.Equal(ExitCode.Configuration, code);
            Assert.Contains("explode", err, StringComparison.Ordinal);
        }

        (code, _, err) = await RunAsync("sandbox", "faults", "--data", Data);
        Assert.Equal(ExitCode.Configuration, code);
        Assert.Contains("No sandbox answers", err, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Data => Path.Combine(_folder, "box");

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(ExitCode Code, string Out, string Err)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var err = new StringWriter();
        var code = await CommandLine.RunAsync(Verbs.Root(new()), args, output, err, TestContext.Current.CancellationToken);
        return (code, output.ToString().TrimEnd(), err.ToString().TrimEnd());
    }
}
