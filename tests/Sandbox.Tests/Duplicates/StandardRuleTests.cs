using ContactSync.Sandbox.Tests.Http;

namespace ContactSync.Sandbox.Tests.Duplicates;

public sealed class StandardRuleTests
{
    private const string Stored =
        """{"FirstName":"Marc","LastName":"Benioff","Email":"marc@salesforce.example","Phone":"1-415-555-1234","Title":"VP Sales","MailingStreet":"1 Market Street","MailingCity":"San Francisco","MailingPostalCode":"94105"}""";

    [Theory]
    [InlineData("""{"FirstName":"Mark","LastName":"Benioff","Email":"marc@salesforce.example"}""")]
    [InlineData("""{"LastName":"Benioff","Email":"marc@salesforce.example"}""")]
    [InlineData("""{"FirstName":"M.","LastName":"Benioff","Phone":"(415) 555-9999"}""")]
    [InlineData("""{"FirstName":"Benioff","LastName":"Marc","Email":"MARC@salesforce.example"}""")]
    [InlineData("""{"FirstName":"Marc","LastName":"Benioff","Email":"other@salesforce.example","MailingStreet":"1 Market St.","MailingCity":"San Francisco"}""")]
    [InlineData("""{"FirstName":"Marc","LastName":"Benioff","Email":"other@salesforce.example","MailingStreet":"1 Market St.","Title":"VP of Sales"}""")]
    public async Task A_contact_is_found_by_the_alternatives_of_the_standard_rule(string duplicate)
    {
        await using var box = await RuledOrg.StandardAsync("Contact");
        await box.AddAsync("Contact", Stored);
        Assert.Single(RuledOrg.MatchedIds(await box.RefusedAsync("Contact", duplicate)));
    }

    [Theory]
    [InlineData("""{"FirstName":"Ann","LastName":"Benioff","Email":"marc@salesforce.example"}""")]
    [InlineData("""{"FirstName":"Marc","LastName":"Benioff"}""")]
    [InlineData("""{"FirstName":"Marc","LastName":"Benioff","Phone":"1-416-555-1234"}""")]
    [InlineData("""{"FirstName":"Marc","LastName":"Benioff","Email":"marc@elsewhere.example","MailingStreet":"1 Market Street","MailingCity":"San Francisco"}""")]
    public async Task A_contact_that_differs_in_what_counts_or_shares_no_key_is_saved(string other)
    {
        await using var box = await RuledOrg.StandardAsync("Contact");
        await box.AddAsync("Contact", Stored);
        await box.AddAsync("Contact", other);
        Assert.Equal(2, await box.CountAsync("SELECT Id FROM Contact"));
    }

    [Fact]
    public async Task Two_people_of_one_account_match_by_title()
    {
        await using var box = await RuledOrg.StandardAsync("Contact");
        var account = await box.AddAsync("Account", """{"Name":"Acme Inc."}""");
        var twin = await box.AddAsync("Account", """{"Name":"Acme Corporation"}""");
        await box.AddAsync("Contact", $$"""{"FirstName":"Bob","LastName":"Stone","Title":"Chief Executive Officer","AccountId":"{{account}}"}""");
        await box.RefusedAsync("Contact", $$"""{"FirstName":"Robert","LastName":"Stone","Title":"CEO","AccountId":"{{twin}}"}""");
    }

    [Fact]
    public async Task A_contact_is_matched_with_leads_too()
    {
        await using var box = await RuledOrg.StandardAsync("Contact");
        var lead = await box.AddAsync("Lead", """{"FirstName":"Marc","LastName":"Benioff","Company":"Salesforce","Email":"marc@salesforce.example"}""");
        var error = await box.RefusedAsync("Contact", Stored);
        Assert.Equal([lead], RuledOrg.MatchedIds(error));
        Assert.Equal("Lead", error.GetProperty("duplicateResut").GetProperty("matchResults")[0].GetProperty("entityType").GetString());
    }

    [Fact]
    public async Task A_lead_is_matched_with_leads_and_contacts()
    {
        await using var box = await RuledOrg.StandardAsync("Lead");
        const string Lead = """{"FirstName":"Marc","LastName":"Benioff","Company":"Salesforce","Phone":"415 555 1234"}""";
        var contact = await box.AddAsync("Contact", Stored);
        Assert.Equal([contact], RuledOrg.MatchedIds(await box.RefusedAsync("Lead", Lead)));
        await box.Org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + contact, null, System.Net.HttpStatusCode.NoContent);
        await box.AddAsync("Lead", Lead);
        await box.RefusedAsync("Lead", Lead);
    }

    [Fact]
    public async Task An_account_needs_its_name_and_its_town_or_code()
    {
        await using var box = await RuledOrg.StandardAsync("Account");
        await box.AddAsync("Account", """{"Name":"Acme Inc.","BillingCity":"Springfield","BillingState":"IL","BillingPostalCode":"62701"}""");
        await box.RefusedAsync("Account", """{"Name":"ACME","BillingCity":"Springfield","BillingState":"IL"}""");
        await box.RefusedAsync("Account", """{"Name":"Acme","BillingPostalCode":"62701"}""");
        await box.AddAsync("Account", """{"Name":"Acme"}""");
        await box.AddAsync("Account", """{"Name":"Acme","BillingCity":"Springfield","BillingState":"MA"}""");
    }

    [Fact]
    public async Task An_edit_is_saved_and_noted()
    {
        await using var box = await RuledOrg.StandardAsync("Contact");
        await box.AddAsync("Contact", Stored);
        var other = await box.AddAsync("Contact", """{"FirstName":"Mark","LastName":"Benioff"}""");
        await box.Org.SendAsync(HttpMethod.Patch, "/sobjects/Contact/" + other, """{"Email":"marc@salesforce.example"}""", System.Net.HttpStatusCode.NoContent);
        Assert.Equal(1, await box.CountAsync("SELECT Id FROM DuplicateRecordSet WHERE RecordCount = 2"));
    }

    [Fact]
    public async Task No_rule_is_active_that_the_schema_does_not_name()
    {
        await using var org = await SchemaOrg.StartAsync("{}");
        await org.CreateAsync(new { FirstName = "Ann", LastName = "Stone", Email = "ann@example.org" });
        await org.CreateAsync(new { FirstName = "Ann", LastName = "Stone", Email = "ann@example.org" });
        Assert.Equal(2, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task The_shipped_schema_alerts_of_a_contact_with_the_names_and_the_address_of_another()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync(new { FirstName = "Ann", LastName = "Stone", Email = "ann@example.org" });
        await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", new { FirstName = "Ann", LastName = "Stone", Email = "ann@example.org" }, System.Net.HttpStatusCode.BadRequest, "DUPLICATES_DETECTED");
        await org.CreateAsync(new { FirstName = "Ann", LastName = "Stone", Email = "other@example.org" });
        Assert.Equal(2, await org.Server.CountAsync("Contact"));
    }
}
