using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>What an org lacks for the sync to work, and the steps that mend it, told from what the org does and not from what it is said to be.</summary>
public sealed class DoctorTests
{
    private const string Names = """{ "field": "FirstName", "method": "FirstName" }, { "field": "LastName", "method": "LastName" }""";
    private const string Email = """{ "field": "Email", "method": "Exact" }""";
    private const string Phone = """{ "field": "Phone", "method": "Phone" }""";

    [Fact]
    [Behaviour("EN-17")]
    public async Task The_rule_that_the_sync_lives_by_alerts_over_the_API_although_its_action_is_to_allow()
    {
        await using var world = await WorldAsync(Rule("Main", $"{Names}, {Email}", "Alert\", \"Report"));

        var (exit, findings) = await ExamineAsync(world, "--rules");

        Assert.Equal(0, exit);
        Assert.Contains("rule Main refuses", Assert.Single(findings, f => f.Check == "duplicate rules" && f.State == "ok").Found, StringComparison.Ordinal);
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-18")]
    public async Task A_rule_that_only_reports_lets_the_duplicate_be_made_and_doctor_says_so()
    {
        await using var world = await WorldAsync(Rule("Main", $"{Names}, {Email}", "Report"));

        var (exit, findings) = await ExamineAsync(world, "--rules");

        Assert.Equal(5, exit);
        var problem = Assert.Single(findings, f => f.State == "problem");
        Assert.Contains("never looked up", problem.Found, StringComparison.Ordinal);
        Assert.Contains(problem.Steps, step => step.Contains("Alert and Report", StringComparison.Ordinal));
        Assert.Equal(1, await world.Org.CountAsync());

        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n");
        var planned = await world.CallAsync("plan", "--out", "tonight.plan", "--set", "override.identify.pull=[{\"key\":\"id\"}]");
        Assert.Equal(0, planned.ExitCode);
        await world.CallAsync("apply", "tonight.plan", "--set", "override.identify.pull=[{\"key\":\"id\"}]");
        Assert.Equal(2, await world.Org.CountAsync());
        Assert.Empty(world.Sealed("lookups", "select local_key from {table}"));
    }

    [Theory]
    [InlineData("Names", Names, "names alone")]
    [InlineData("Calls", Phone, "Phone")]
    [Behaviour("EN-19")]
    public async Task A_rule_that_alerts_by_something_else_is_named_with_what_it_goes_by(string name, string items, string by)
    {
        await using var world = await WorldAsync(Rule("Main", $"{Names}, {Email}", "Alert"), Rule(name, items, "Alert\", \"Report"));

        var (exit, findings) = await ExamineAsync(world, "--rules");

        Assert.Equal(5, exit);
        var problem = Assert.Single(findings, f => f.State == "problem");
        Assert.Equal("other rules", problem.Check);
        Assert.Contains($"rule {name} refuses", problem.Found, StringComparison.Ordinal);
        Assert.Contains(by, problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    [Behaviour("EN-20")]
    public async Task Its_first_remedy_is_to_report_alone_and_then_the_row_is_saved()
    {
        Assert.Contains("clear Alert of Operations On Create and leave Report", (await RemediesAsync())[0], StringComparison.Ordinal);
        await SavesAsync(Rule("Calls", Phone, "Report"));
    }

    [Fact]
    [Behaviour("EN-21")]
    public async Task Its_second_remedy_is_to_leave_out_our_user_by_name_and_then_the_row_is_saved()
    {
        Assert.Contains("Current User: Username, not equal to, integration@sandbox.example", (await RemediesAsync())[1], StringComparison.Ordinal);
        await SavesAsync(Rule("Calls", Phone, "Alert\", \"Report", "integration"));
    }

    [Fact]
    [Behaviour("EN-32")]
    public async Task Without_the_two_workflows_a_pull_finds_nothing_and_doctor_says_how_to_make_them()
    {
        await using var world = await World.StartWithAsync("", workflows: false);
        await world.RunAsync();
        var edited = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org" });
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.Org.UpdateAsync(edited, new { MailingCity = "Oslo" });
        await world.Org.CreateAsync(new { FirstName = "Bob", LastName = "Ray", Email = "bob@example.org" });
        await world.RunAsync();
        Assert.Empty(world.Sealed("extract_org", "select org_id from {table}"));

        var (exit, findings) = await ExamineAsync(world);

        Assert.Equal(5, exit);
        var problems = findings.Where(f => f.State == "problem").ToList();
        Assert.Equal(["stamp on create", "stamp on edit"], problems.Select(f => f.Check));
        Assert.All(problems, f => Assert.Contains(f.Steps, step => step.Contains("set EN_Last_Modified_Date__c to", StringComparison.Ordinal)));
        Assert.All(problems, f => Assert.Contains(f.Steps, step => step.Contains("integration@sandbox.example", StringComparison.Ordinal)));
    }

    [Fact]
    [Behaviour("EN-32")]
    public async Task With_them_doctor_finds_both_kept_up()
    {
        await using var world = await WorldAsync(Rule("Main", $"{Names}, {Email}", "Alert"));
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        var second = await world.Org.CreateAsync(new { FirstName = "Bob", LastName = "Ray", Email = "bob@example.org" });
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.Org.UpdateAsync(second, new { MailingCity = "Oslo" });

        var (exit, findings) = await ExamineAsync(world);

        Assert.Equal(0, exit);
        Assert.All(findings.Where(f => f.Check.StartsWith("stamp", StringComparison.Ordinal)), f => Assert.Equal("ok", f.State));
    }

    [Fact]
    [Behaviour("EN-32")]
    public async Task Some_records_that_a_workflow_never_saw_are_worth_a_note_and_no_alarm()
    {
        await using var world = await World.StartWithAsync("");
        await world.SeedAsync(new MemoryStream("LastName,Email,CreatedDate,LastModifiedDate,EN_Last_Modified_Date__c\nImport,old@example.org,2020-02-01T00:00:00.000Z,2020-02-01T00:00:00.000Z,2020-01-01T00:00:00.000Z\n"u8.ToArray()));
        foreach (var name in new[] { "Lee", "Ray", "Fox" })
        {
            await world.Org.CreateAsync(new { LastName = name, Email = $"{name}@example.org" });
        }

        var (exit, findings) = await ExamineAsync(world);

        Assert.Equal(0, exit);
        var note = Assert.Single(findings, f => f.Check == "stamp on create");
        Assert.Equal("note", note.State);
        Assert.Contains(note.Steps, step => step.Contains("run --full", StringComparison.Ordinal));
    }

    private static async Task<string[]> RemediesAsync()
    {
        await using var world = await WorldAsync(Rule("Main", $"{Names}, {Email}", "Alert"), Rule("Calls", Phone, "Alert"));
        var (_, findings) = await ExamineAsync(world, "--rules");
        return Assert.Single(findings, f => f.State == "problem").Steps;
    }

    /// <summary>A supporter with the phone number of somebody else's Contact goes through where the rule is such.</summary>
    private static async Task SavesAsync(string rule)
    {
        await using var world = await WorldAsync(Rule("Main", $"{Names}, {Email}", "Alert"), rule);
        await world.ImportAsync("supporter_id,first_name,last_name,email,phone\n1,Cy,Fox,cy@example.org,(313) 555-0101\n");
        await world.RunAsync();
        Assert.Equal(2, await world.Org.CountAsync());
        Assert.Equal(0, (await ExamineAsync(world, "--rules")).Exit);
    }

    /// <summary>A duplicate rule and its matching rule, as sections' items.</summary>
    private static string Rule(string name, string items, string operations, string? unlessUser = null) =>
        $$"""{ "object": "Contact", "name": "{{name}}", "items": [{{items}}] }|{ "object": "Contact", "name": "{{name}}", "matchRules": [{ "matchingRule": "{{name}}" }], "operationsOnInsert": ["{{operations}}"]{{(unlessUser is null ? "" : $", \"unlessUser\": \"{unlessUser}\"")}} }""";

    private static async Task<World> WorldAsync(params string[] rules)
    {
        var parts = rules.Select(rule => rule.Split('|')).ToList();
        var world = await World.StartWithAsync(
            $"\"matchingRules\": [{string.Join(", ", parts.Select(p => p[0]))}], \"duplicateRules\": [{string.Join(", ", parts.Select(p => p[1]))}]");
        await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org", Phone = "(313) 555-0101" });
        return world;
    }

    private static async Task<(int Exit, List<Remark> Findings)> ExamineAsync(World world, params string[] more)
    {
        var result = await world.CallAsync(["doctor", "--json", .. more]);
        var findings = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Remark>(line, JsonSerializerOptions.Web)!).ToList();
        Assert.True(findings.Count > 0, result.ToString());
        return (result.ExitCode, findings);
    }

    private sealed record Remark(string State, string Check, string Found, string[] Steps);
}
