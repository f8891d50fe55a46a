namespace ContactSync.Sandbox.Tests.Objects;

public sealed class LeadConversionTests
{
    private const string Convert = "<convertLead><leadConverts><leadId>{lead}</leadId><convertedStatus>Closed - Converted</convertedStatus>MORE</leadConverts></convertLead>";

    [Fact]
    public async Task A_lead_becomes_a_contact_an_account_and_an_opportunity()
    {
        await using var world = await ObjectWorld.StartAsync();
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""");
        var task = await world.CreateAsync("Task", """{"Subject":"Call","WhoId":"{lead}"}""");

        var result = await ConvertAsync(world, "<doNotCreateOpportunity>false</doNotCreateOpportunity>");

        Assert.Equal("true", result.Text("success"));
        var (contact, account, opportunity) = (result.Text("contactId"), result.Text("accountId"), result.Text("opportunityId"));
        var lead = await world.ReadAsync("Lead", world.Ids["lead"]);
        Assert.Equal((true, contact, account, opportunity), (lead.GetProperty("IsConverted").GetBoolean(), lead.GetProperty("ConvertedContactId").GetString(), lead.GetProperty("ConvertedAccountId").GetString(), lead.GetProperty("ConvertedOpportunityId").GetString()));
        Assert.Equal("Closed - Converted", lead.GetProperty("Status").GetString());
        Assert.Matches("^20..-..-..$", lead.GetProperty("ConvertedDate").GetString());
        var person = await world.ReadAsync("Contact", contact);
        Assert.Equal(("Bo", "Ray", "bo@example.org", "Bergen", account), (person.GetProperty("FirstName").GetString(), person.GetProperty("LastName").GetString(), person.GetProperty("Email").GetString(), person.GetProperty("MailingCity").GetString(), person.GetProperty("AccountId").GetString()));
        Assert.Equal("Borax", (await world.ReadAsync("Account", account)).GetProperty("Name").GetString());
        var deal = await world.ReadAsync("Opportunity", opportunity);
        Assert.Equal(("Borax-", "Prospecting", contact), (deal.GetProperty("Name").GetString(), deal.GetProperty("StageName").GetString(), deal.GetProperty("ContactId").GetString()));
        Assert.Equal(contact, (await world.ReadAsync("Task", task)).GetProperty("WhoId").GetString());
        var member = Assert.Single(await world.QueryAsync("SELECT ContactId, LeadId, Type FROM CampaignMember"));
        Assert.Equal((contact, "Contact"), (member.GetProperty("ContactId").GetString(), member.GetProperty("Type").GetString()));
        var campaign = await world.ReadAsync("Campaign", world.Ids["campaign"]);
        Assert.Equal((1, 0, 1), (campaign.GetProperty("NumberOfContacts").GetInt32(), campaign.GetProperty("NumberOfLeads").GetInt32(), campaign.GetProperty("NumberOfConvertedLeads").GetInt32()));
    }

    [Fact]
    public async Task Existing_records_get_only_what_they_lack()
    {
        await using var world = await ObjectWorld.StartAsync();
        var result = await ConvertAsync(world, "<accountId>{account}</accountId><contactId>{contact}</contactId><doNotCreateOpportunity>true</doNotCreateOpportunity>");

        Assert.Equal(("true", world.Ids["contact"], ""), (result.Text("success"), result.Text("contactId"), result.Text("opportunityId")));
        var contact = await world.ReadAsync("Contact", world.Ids["contact"]);
        Assert.Equal(("Lee", "ann@example.org", "Oslo"), (contact.GetProperty("LastName").GetString(), contact.GetProperty("Email").GetString(), contact.GetProperty("MailingCity").GetString()));
        var account = await world.ReadAsync("Account", world.Ids["account"]);
        Assert.Equal(("Ajax", "Bergen"), (account.GetProperty("Name").GetString(), account.GetProperty("BillingCity").GetString()));
    }

    [Theory]
    [InlineData("<contactId>{contact}</contactId>", "REQUIRED_FIELD_MISSING")]
    [InlineData("<accountId>{contact}</accountId>", "INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("<accountId>nonsense</accountId>", "INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("<opportunityId>{account}</opportunityId>", "INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("<ownerId>{account}</ownerId>", "MALFORMED_ID")]
    public async Task A_conversion_that_is_refused_leaves_nothing_behind(string more, string code)
    {
        await using var world = await ObjectWorld.StartAsync();
        var accounts = (await world.QueryAsync("SELECT Id FROM Account")).Length;

        var result = await ConvertAsync(world, more);

        Assert.Equal(("false", code), (result.Text("success"), result.Element("errors")!.Text("statusCode")));
        Assert.False((await world.ReadAsync("Lead", world.Ids["lead"])).GetProperty("IsConverted").GetBoolean());
        Assert.Equal(accounts, (await world.QueryAsync("SELECT Id FROM Account")).Length);
    }

    [Fact]
    public async Task A_lead_is_converted_once_and_to_a_status_that_means_it()
    {
        await using var world = await ObjectWorld.StartAsync();
        var wrong = Assert.Single(await world.Org.ResultsAsync(world.With(Convert.Replace("Closed - Converted", "Working - Contacted", StringComparison.Ordinal).Replace("MORE", "", StringComparison.Ordinal))));
        Assert.Equal("INVALID_STATUS", wrong.Element("errors")!.Text("statusCode"));
        Assert.Equal("true", (await ConvertAsync(world, "")).Text("success"));
        Assert.Equal("CANNOT_UPDATE_CONVERTED_LEAD", (await ConvertAsync(world, "")).Element("errors")!.Text("statusCode"));
    }

    private static async Task<System.Xml.Linq.XElement> ConvertAsync(ObjectWorld world, string more) =>
        Assert.Single(await world.Org.ResultsAsync(world.With(Convert.Replace("MORE", more, StringComparison.Ordinal))));
}
