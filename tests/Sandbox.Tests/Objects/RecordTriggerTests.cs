using System.Net;
using ContactSync.Sandbox.Tests.Duplicates;

namespace ContactSync.Sandbox.Tests.Objects;

public sealed class RecordTriggerTests
{
    private const string Ann = """{"FirstName":"Ann","LastName":"Stone","MailingPostalCode":"62701"}""";

    [Fact]
    public async Task A_contact_without_an_account_gets_one()
    {
        await using var box = await StartAsync("");
        var id = await box.AddAsync("Contact", Ann);
        var contact = (await box.Org.QueryAsync($"SELECT Account.Name, Account.BillingPostalCode FROM Contact WHERE Id = '{id}'")).GetProperty("records")[0].GetProperty("Account");
        Assert.Equal(("Stone Household", "62701"), (contact.GetProperty("Name").GetString(), contact.GetProperty("BillingPostalCode").GetString()));

        var account = await box.AddAsync("Account", """{"Name":"Other"}""");
        await box.AddAsync("Contact", $$"""{"LastName":"Reed","AccountId":"{{account}}"}""");
        Assert.Equal(2, await box.CountAsync("SELECT Id FROM Account"));
    }

    [Theory]
    [InlineData("Duplicate Alert")]
    [InlineData("Use one of these records?")]
    public async Task An_alert_about_the_account_comes_back_as_a_validation_error(string alert)
    {
        await using var box = await StartAsync($$"""
            , "duplicateRules": [{ "name": "Standard_Account_Duplicate_Rule", "alertText": "{{alert}}" }]
            """);
        await box.AddAsync("Contact", Ann);
        var job = await TestJob.RunAsync(box.Org, "insert", "FirstName,LastName,MailingPostalCode\nBea,Stone,62701\nCy,Reed,62701\n");
        Assert.Contains($"\"FIELD_CUSTOM_VALIDATION_EXCEPTION:Failed to create Account for Contact Bea Stone. {alert}:--\"", await job.FailedAsync());
        Assert.Contains("\"Cy\"", await job.SuccessAsync());

        var (status, reply) = await box.SendAsync("allowSave=true", HttpMethod.Post, "/sobjects/Contact", Ann);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("FIELD_CUSTOM_VALIDATION_EXCEPTION", reply[0].GetProperty("errorCode").GetString());
        Assert.False(reply[0].TryGetProperty("duplicateResut", out _));
    }

    [Fact]
    public async Task A_contact_that_is_refused_after_all_leaves_no_account_behind()
    {
        await using var box = await StartAsync("""
            , "validationRules": [{ "object": "Contact", "name": "R", "condition": "Title = 'No'", "message": "No" }]
            """);
        await box.Org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", """{"LastName":"Stone","Title":"No"}""", HttpStatusCode.BadRequest, "FIELD_CUSTOM_VALIDATION_EXCEPTION");
        var job = await TestJob.RunAsync(box.Org, "insert", "LastName,Title\nReed,No\nMoor,Yes\n");
        Assert.Contains("\"Moor\"", await job.SuccessAsync());
        Assert.Equal(1, await box.CountAsync("SELECT Id FROM Account"));
        await box.Org.RestartAsync();
        Assert.Equal(1, await box.CountAsync("SELECT Id FROM Account WHERE Name = 'Moor Household'"));
    }

    [Theory]
    [InlineData("\"into\": \"OwnerId\", \"values\": {}", "OwnerId")]
    [InlineData("\"into\": \"AccountId\", \"values\": { \"Nick\": \"x\" }", "Nick")]
    [InlineData("\"into\": \"AccountId\", \"values\": { \"Name\": \"{Nick}\" }", "Nick")]
    public async Task A_trigger_that_makes_no_sense_is_named_at_the_start(string rest, string named)
    {
        var error = await Assert.ThrowsAsync<SandboxSetupException>(() => RuledOrg.StartAsync($$"""
            "triggers": [{ "object": "Contact", "name": "T", "creates": "Account", {{rest}} }]
            """));
        Assert.Contains(named == "OwnerId" ? "lookup" : named, error.Message);
    }

    private static Task<RuledOrg> StartAsync(string more) => RuledOrg.StartAsync("""
        "triggers": [{ "object": "Contact", "name": "Account_for_contact", "creates": "Account", "into": "AccountId", "values": { "Name": "{LastName} Household", "BillingPostalCode": "{MailingPostalCode}" } }]
        """ + more);
}
