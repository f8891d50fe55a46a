using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Objects;

public sealed class CampaignTests
{
    [Fact]
    public async Task A_new_campaign_has_its_two_statuses_and_takes_them_along()
    {
        await using var world = await ObjectWorld.StartAsync();
        const string Statuses = "SELECT Label, IsDefault, HasResponded FROM CampaignMemberStatus WHERE CampaignId = '{campaign}' ORDER BY SortOrder";
        var statuses = await world.QueryAsync(Statuses);
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""");
        await world.DeleteAsync("Campaign", world.Ids["campaign"]);

        Assert.Equal(["Sent", "Responded"], statuses.Select(s => s.GetProperty("Label").GetString()));
        Assert.Equal([true, false], statuses.Select(s => s.GetProperty("IsDefault").GetBoolean()));
        Assert.Equal([false, true], statuses.Select(s => s.GetProperty("HasResponded").GetBoolean()));
        Assert.Empty(await world.QueryAsync(Statuses));
        Assert.Equal(0, await world.Org.Server.CountAsync("CampaignMember"));
    }

    [Fact]
    public async Task Someone_is_a_member_of_a_campaign_once()
    {
        await using var world = await ObjectWorld.StartAsync();
        const string Contact = """{"CampaignId":"{campaign}","ContactId":"{contact}"}""";
        var id = await world.CreateAsync("CampaignMember", Contact);
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""");

        Assert.Equal("Already a campaign member.", await world.RefusedAsync("CampaignMember", Contact, "DUPLICATE_VALUE"));
        Assert.Equal("Already a campaign member.", await world.RefusedAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""", "DUPLICATE_VALUE"));
        await world.Org.RefusedAsync(HttpMethod.Patch, "/sobjects/CampaignMember/" + id, new { LeadId = world.Ids["lead"] }, HttpStatusCode.BadRequest, "INVALID_FIELD_FOR_INSERT_UPDATE");
        await world.DeleteAsync("CampaignMember", id);
        Assert.NotEqual(id, await world.CreateAsync("CampaignMember", Contact));
    }

    [Fact]
    public async Task A_member_shows_its_person()
    {
        await using var world = await ObjectWorld.StartAsync();
        var contact = await world.ReadAsync("CampaignMember", await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","ContactId":"{contact}","LeadId":"{lead}"}"""));
        var lead = await world.ReadAsync("CampaignMember", await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}"""));

        Assert.Equal($"Contact|Ann Lee|ann@example.org|Oslo|Ajax|{world.Ids["contact"]}|True|", Shown(contact));
        Assert.Equal($"Lead|Bo Ray|bo@example.org|Bergen|Borax|{world.Ids["lead"]}|False|{world.Ids["lead"]}", Shown(lead));
        Assert.Single(await world.QueryAsync("SELECT Id FROM CampaignMember WHERE Email = 'bo@example.org' AND CampaignId = '{campaign}'"));
    }

    [Fact]
    public async Task A_status_decides_the_response_and_the_campaign_counts_it()
    {
        await using var world = await ObjectWorld.StartAsync();
        var id = await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","ContactId":"{contact}","Status":"No such status"}""");
        var sent = await world.ReadAsync("CampaignMember", id);
        await world.UpdateAsync("CampaignMember", id, """{"Status":"responded"}""");
        var responded = await world.ReadAsync("CampaignMember", id);
        var counted = await CountsAsync(world);
        await world.DeleteAsync("Contact", world.Ids["contact"]);

        Assert.Equal("Sent", sent.GetProperty("Status").GetString());
        Assert.False(sent.GetProperty("HasResponded").GetBoolean());
        Assert.Equal("Responded", responded.GetProperty("Status").GetString());
        Assert.True(responded.GetProperty("HasResponded").GetBoolean());
        Assert.Equal(responded.GetProperty("LastModifiedDate").GetString()![..10], responded.GetProperty("FirstRespondedDate").GetString());
        Assert.Equal("1 0 1", counted);
        Assert.Equal("0 0 0", await CountsAsync(world));
        Assert.Equal(0, await world.Org.Server.CountAsync("CampaignMember"));
    }

    [Fact]
    public async Task There_is_one_default_status_and_those_in_use_stay()
    {
        await using var world = await ObjectWorld.StartAsync();
        var member = await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""");
        var fresh = await world.CreateAsync("CampaignMemberStatus", """{"CampaignId":"{campaign}","Label":"Invited","IsDefault":true}""");
        var sent = (await world.QueryAsync("SELECT Id, IsDefault FROM CampaignMemberStatus WHERE CampaignId = '{campaign}' AND Label = 'Sent'"))[0];
        var sentId = sent.GetProperty("Id").GetString()!;

        Assert.False(sent.GetProperty("IsDefault").GetBoolean());
        await world.Org.RefusedAsync(HttpMethod.Delete, "/sobjects/CampaignMemberStatus/" + sentId, null, HttpStatusCode.BadRequest, "DELETE_FAILED");
        await world.Org.RefusedAsync(HttpMethod.Delete, "/sobjects/CampaignMemberStatus/" + fresh, null, HttpStatusCode.BadRequest, "DELETE_FAILED");
        await world.UpdateAsync("CampaignMemberStatus", sentId, """{"Label":"Mailed","HasResponded":true}""");
        Assert.Equal("Mailed", (await world.ReadAsync("CampaignMember", member)).GetProperty("Status").GetString());
        Assert.Equal("0 1 1", await CountsAsync(world));
        await world.UpdateAsync("CampaignMember", member, """{"Status":"Invited"}""");
        await world.DeleteAsync("CampaignMemberStatus", sentId);
        Assert.Equal("0 1 0", await CountsAsync(world));
    }

    [Fact]
    public async Task A_hierarchy_has_five_levels_and_no_circle()
    {
        await using var world = await ObjectWorld.StartAsync();
        var levels = new List<string> { world.Ids["campaign"] };
        while (levels.Count < 5)
        {
            levels.Add(await world.CreateAsync("Campaign", $$"""{"Name":"Level","ParentId":"{{levels[^1]}}"}"""));
        }

        Assert.Contains("5 levels", await world.RefusedAsync("Campaign", $$"""{"Name":"Level","ParentId":"{{levels[^1]}}"}""", "FIELD_INTEGRITY_EXCEPTION"));
        await world.Org.RefusedAsync(HttpMethod.Patch, "/sobjects/Campaign/" + levels[0], new { ParentId = levels[2] }, HttpStatusCode.BadRequest, "CIRCULAR_DEPENDENCY");
        var above = await world.CreateAsync("Campaign", """{"Name":"Above"}""");
        await world.Org.RefusedAsync(HttpMethod.Patch, "/sobjects/Campaign/" + levels[0], new { ParentId = above }, HttpStatusCode.BadRequest, "FIELD_INTEGRITY_EXCEPTION");
        Assert.Equal(levels[3], (await world.ReadAsync("Campaign", levels[4])).GetProperty("ParentId").GetString());
    }

    [Fact]
    public async Task A_converted_lead_no_longer_changes()
    {
        await using var world = await ObjectWorld.StartAsync();
        var id = await world.CreateAsync("Lead", """{"LastName":"x","Company":"y","IsConverted":true}""");
        var error = await world.Org.RefusedAsync(HttpMethod.Patch, "/sobjects/Lead/" + id, new { Title = "z" }, HttpStatusCode.BadRequest, "CANNOT_UPDATE_CONVERTED_LEAD");
        Assert.Equal("cannot reference converted lead", error.GetProperty("message").GetString());
        Assert.Equal("Open - Not Contacted", (await world.ReadAsync("Lead", id)).GetProperty("Status").GetString());
        await world.Org.RefusedAsync(HttpMethod.Patch, "/sobjects/Lead/" + world.Ids["lead"], new { Status = "" }, HttpStatusCode.BadRequest, "REQUIRED_FIELD_MISSING");
    }

    private static string Shown(JsonElement member) => string.Join('|',
        new[] { "Type", "Name", "Email", "City", "CompanyOrAccount", "LeadOrContactId", "HasOptedOutOfEmail", "LeadId" }.Select(n => member.GetProperty(n).ToString()));

    /// <summary>The campaign's contacts, leads and responses.</summary>
    private static async Task<string> CountsAsync(ObjectWorld world)
    {
        var campaign = await world.ReadAsync("Campaign", world.Ids["campaign"]);
        return $"{campaign.GetProperty("NumberOfContacts")} {campaign.GetProperty("NumberOfLeads")} {campaign.GetProperty("NumberOfResponses")}";
    }
}
