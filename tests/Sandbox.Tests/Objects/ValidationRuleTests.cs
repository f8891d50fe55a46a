using System.Net;
using ContactSync.Sandbox.Tests.Duplicates;

namespace ContactSync.Sandbox.Tests.Objects;

public sealed class ValidationRuleTests
{
    private const string Rules =
        """
        "validationRules": [
          { "object": "Contact", "name": "Web_needs_email", "condition": "LeadSource = 'Web' AND Email = null", "message": "Web: an \"Email\" is needed", "field": "Email" },
          { "object": "Contact", "name": "Closed_account", "condition": "Account.Name = 'Closed'", "message": "The account is closed", "unlessUser": "admin" },
          { "object": "Contact", "name": "One_email", "existing": "Email", "message": "A record with this email address already exists.", "field": "Email" } ]
        """;

    [Fact]
    public async Task A_record_the_condition_holds_for_is_refused_in_the_words_of_the_rule()
    {
        await using var box = await RuledOrg.StartAsync(Rules);
        var error = await box.Org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", """{"LastName":"A","LeadSource":"Web"}""", HttpStatusCode.BadRequest, "FIELD_CUSTOM_VALIDATION_EXCEPTION");
        Assert.Equal("Web: an \"Email\" is needed", error.GetProperty("message").GetString());
        Assert.Equal("Email", error.GetProperty("fields")[0].GetString());
        await box.AddAsync("Contact", """{"LastName":"A","LeadSource":"Web","Email":"a@example.org"}""");
    }

    [Fact]
    public async Task An_edit_is_judged_by_what_the_record_becomes()
    {
        await using var box = await RuledOrg.StartAsync(Rules);
        var id = await box.AddAsync("Contact", """{"LastName":"A","LeadSource":"Web","Email":"a@example.org"}""");
        await box.Org.SendAsync(HttpMethod.Patch, "/sobjects/Contact/" + id, """{"Title":"Chair"}""", HttpStatusCode.NoContent);
        await box.Org.RefusedAsync(HttpMethod.Patch, "/sobjects/Contact/" + id, """{"Email":null}""", HttpStatusCode.BadRequest, "FIELD_CUSTOM_VALIDATION_EXCEPTION");
        Assert.Equal(1, await box.CountAsync("SELECT Id FROM Contact WHERE Email = 'a@example.org'"));
    }

    [Fact]
    public async Task A_condition_follows_lookups_and_spares_a_user()
    {
        await using var box = await RuledOrg.StartAsync(Rules);
        var account = await box.AddAsync("Account", """{"Name":"Closed"}""");
        var body = $$"""{"LastName":"A","AccountId":"{{account}}"}""";
        var error = await box.Org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", body, HttpStatusCode.BadRequest, "FIELD_CUSTOM_VALIDATION_EXCEPTION");
        Assert.False(error.TryGetProperty("fields", out _));
        await box.Org.SendAsync(HttpMethod.Post, "/sobjects/Contact", body, HttpStatusCode.Created, box.Org.Admin);
    }

    [Fact]
    public async Task Bulk_rows_fail_with_the_documented_texts()
    {
        await using var box = await RuledOrg.StartAsync(Rules);
        await box.AddAsync("Contact", """{"LastName":"A","Email":"a@example.org"}""");
        var job = await TestJob.RunAsync(box.Org, "insert", "LastName,Email\nB,A@example.org\nC,c@example.org\n");
        Assert.Contains("\"FIELD_CUSTOM_VALIDATION_EXCEPTION:A record with this email address already exists.:Email --\"", await job.FailedAsync());
        Assert.Equal(2, await box.CountAsync("SELECT Id FROM Contact"));
    }

    [Fact]
    public async Task Seeds_pass_the_rules_by()
    {
        await using var box = await RuledOrg.StartAsync(Rules);
        using var csv = new MemoryStream("LastName,LeadSource\nA,Web\n"u8.ToArray());
        Assert.Equal(1, await box.Org.Server.SeedAsync("Contact", csv, CancellationToken.None));
    }

    [Theory]
    [InlineData("""{ "object": "Contact", "name": "R", "message": "M" }""", "condition")]
    [InlineData("""{ "object": "Contact", "name": "R", "message": "M", "condition": "Email ==" }""", "R")]
    [InlineData("""{ "object": "Contact", "name": "R", "message": "M", "condition": "Nick = 'x'" }""", "Nick")]
    [InlineData("""{ "object": "Contact", "name": "R", "message": "M", "existing": "Title" }""", "Title")]
    [InlineData("""{ "object": "Contacts", "name": "R", "message": "M", "existing": "Email" }""", "Contacts")]
    public async Task A_rule_that_makes_no_sense_is_named_at_the_start(string rule, string named)
    {
        var error = await Assert.ThrowsAsync<SandboxSetupException>(() => RuledOrg.StartAsync($"\"validationRules\": [{rule}]"));
        Assert.Contains(named, error.Message);
    }
}
