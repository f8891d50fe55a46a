using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>The words in which orgs say that a new Contact is there already, each given by a trigger or a rule of the org; and what is no such refusal.</summary>
public sealed class DuplicateErrorTests
{
    [Theory]
    [InlineData("Ann", "O'Hara: the 2nd")]
    [InlineData("Ann", "Stone")]
    [Behaviour("EN-22")]
    [Behaviour("EN-25")]
    public Task The_alert_of_an_account_trigger_is_a_duplicate_whatever_the_name_in_it(string first, string last) =>
        IsLookedUpAsync(Trigger("Failed to create Account for Contact {FirstName} {LastName}. Duplicate Alert"), first, last, "Failed to create Account for Contact");

    [Fact]
    [Behaviour("EN-23")]
    public Task The_question_of_an_account_trigger_is_a_duplicate() =>
        IsLookedUpAsync(Trigger("Failed to create Account for Contact {FirstName} {LastName}. Use one of these records?"), "Ann", "Stone", "Use one of these records?");

    [Fact]
    [Behaviour("EN-24")]
    public Task A_validation_rule_on_the_e_mail_address_is_a_duplicate() =>
        IsLookedUpAsync(
            """
            "validationRules": [{ "object": "Contact", "name": "One_email", "existing": "Email", "message": "A record with this email address already exists.", "field": "Email" }]
            """,
            "Ann", "Stone", "A record with this email address already exists.");

    [Theory]
    [InlineData("Failed to create Account for Contact {LastName}. Duplicate Alert\u2013")]
    [InlineData("Failed to create Account for Contact {LastName}. Duplicate Alert:- ")]
    [InlineData("DUPLICATE ALERT - Failed to create Account for Contact {LastName}")]
    [Behaviour("EN-25")]
    public Task What_stands_after_the_alert_and_how_it_is_written_does_not_matter(string text) => IsLookedUpAsync(Trigger(text), "Ann", "Stone", "uplicate");

    [Fact]
    [Behaviour("EN-25")]
    public async Task Another_validation_error_with_the_same_code_is_no_duplicate()
    {
        await using var world = await World.StartWithAsync(
            """
            "validationRules": [{ "object": "Contact", "name": "City", "condition": "MailingCity = 'Oslo'", "message": "No more Contacts in Oslo", "field": "MailingCity" }]
            """);

        var run = await RefusedAsync(world, "Ann", "Stone");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(world.Sealed("lookups", "select local_key from {table}"));
        Assert.Equal([["failed", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "No more Contacts in Oslo", "MailingCity"]],
            world.Sealed("results", "select outcome, code, message, array_to_string(fields, ',') from {table}"));
    }

    private static string Trigger(string failure) =>
        $$"""
        "duplicateRules": [{ "name": "Standard_Account_Duplicate_Rule" }],
        "triggers": [{ "object": "Contact", "name": "Account_for_contact", "creates": "Account", "into": "AccountId", "failure": {{JsonSerializer.Serialize(failure)}},
          "values": { "Name": "{LastName} Household", "BillingStreet": "{MailingStreet}", "BillingCity": "{MailingCity}", "BillingPostalCode": "{MailingPostalCode}" } }]
        """;

    private static async Task IsLookedUpAsync(string sections, string first, string last, string message)
    {
        await using var world = await World.StartWithAsync(sections);

        var run = await RefusedAsync(world, first, last);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal([["linked", await world.IdAsync("Email = 'ann@example.org'")]], world.Sealed("lookups", "select verdict, org_id from {table}"));
        var (outcome, code, text) = Assert.Single(world.Sealed("results", "select outcome, code, message from {table}")) is [var a, var b, var c] ? (a, b, c) : default;
        Assert.Equal(("linked", "FIELD_CUSTOM_VALIDATION_EXCEPTION"), (outcome, code));
        Assert.Contains(message, text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A supporter whose Contact, with its account, someone else makes in the org after the first run, with stamps that no window reaches.</summary>
    private static async Task<CliResult> RefusedAsync(World world, string first, string last)
    {
        await world.ImportAsync($"supporter_id,first_name,last_name,email,street,city,postal_code\n1,{first},\"{last}\",ann@example.org,1 High St,Oslo,0150\n");
        var planned = await world.CallAsync("plan", "--out", "tonight.plan");
        Assert.True(planned.ExitCode == 0, planned.ToString());
        await world.Org.CreateAsync(new { FirstName = first, LastName = last, Email = "ann@example.org", MailingStreet = "1 High St", MailingCity = "Bergen", MailingPostalCode = "0150" });
        await world.Org.UpdateAsync(await world.IdAsync("Email = 'ann@example.org'"), new { MailingCity = "Trondheim" });
        return await world.CallAsync("apply", "tonight.plan");
    }
}
