using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Objects;

public sealed class OpportunityTests
{
    [Fact]
    public async Task The_stage_decides_what_follows_from_it()
    {
        await using var world = await ObjectWorld.StartAsync();
        var id = await world.CreateAsync("Opportunity", """{"Name":"x","StageName":"Value Proposition","CloseDate":"2026-08-01","Amount":1000,"CampaignId":"{campaign}"}""");
        var open = await world.ReadAsync("Opportunity", id);
        await world.UpdateAsync("Opportunity", id, """{"StageName":"Closed Won"}""");
        var won = await world.ReadAsync("Opportunity", id);
        var campaign = await world.ReadAsync("Campaign", world.Ids["campaign"]);

        Assert.Equal("50 500 2026 3", Numbers(open, "Probability", "ExpectedRevenue", "FiscalYear", "FiscalQuarter"));
        Assert.Equal("Pipeline", open.GetProperty("ForecastCategoryName").GetString());
        Assert.Equal("2026 3", open.GetProperty("Fiscal").GetString());
        Assert.False(open.GetProperty("IsClosed").GetBoolean());
        Assert.Equal("100 1000", Numbers(won, "Probability", "ExpectedRevenue"));
        Assert.Equal("Closed", won.GetProperty("ForecastCategory").GetString());
        Assert.True(won.GetProperty("IsClosed").GetBoolean() && won.GetProperty("IsWon").GetBoolean());
        Assert.Equal(won.GetProperty("LastModifiedDate").GetString(), won.GetProperty("LastStageChangeDate").GetString());
        Assert.Equal("1 1 1000 1000", Numbers(campaign, "NumberOfOpportunities", "NumberOfWonOpportunities", "AmountAllOpportunities", "AmountWonOpportunities"));
        await world.DeleteAsync("Opportunity", id);
        Assert.Equal("0 0", Numbers(await world.ReadAsync("Campaign", world.Ids["campaign"]), "NumberOfOpportunities", "AmountWonOpportunities"));
    }

    [Fact]
    public async Task A_probability_given_stands_until_the_stage_changes()
    {
        await using var world = await ObjectWorld.StartAsync();
        var id = world.Ids["opportunity"];
        await world.UpdateAsync("Opportunity", id, """{"Probability":33,"StageName":"Needs Analysis"}""");
        Assert.Equal("33", Numbers(await world.ReadAsync("Opportunity", id), "Probability"));
        await world.UpdateAsync("Opportunity", id, """{"NextStep":"Call"}""");
        Assert.Equal("33", Numbers(await world.ReadAsync("Opportunity", id), "Probability"));
        await world.UpdateAsync("Opportunity", id, """{"StageName":"Closed Lost"}""");
        Assert.Equal("0", Numbers(await world.ReadAsync("Opportunity", id), "Probability"));
    }

    [Fact]
    public async Task One_contact_role_at_most_is_primary()
    {
        await using var world = await ObjectWorld.StartAsync();
        var id = await world.CreateAsync("Opportunity", """{"Name":"x","StageName":"Prospecting","CloseDate":"2026-08-01","ContactId":"{contact}"}""");
        var other = await world.CreateAsync("Contact", """{"LastName":"Other"}""");
        var roles = $"SELECT ContactId, IsPrimary FROM OpportunityContactRole WHERE OpportunityId = '{id}' AND IsPrimary = true";
        var first = Assert.Single(await world.QueryAsync(roles));
        var second = await world.CreateAsync("OpportunityContactRole", $$"""{"OpportunityId":"{{id}}","ContactId":"{{other}}","IsPrimary":true}""");

        Assert.Equal(world.Ids["contact"], first.GetProperty("ContactId").GetString());
        Assert.Equal(other, Assert.Single(await world.QueryAsync(roles)).GetProperty("ContactId").GetString());
        Assert.Equal(other, (await world.ReadAsync("Opportunity", id)).GetProperty("ContactId").GetString());
        await world.Org.RefusedAsync(HttpMethod.Patch, "/sobjects/Opportunity/" + id, new { ContactId = other }, HttpStatusCode.BadRequest, "INVALID_FIELD_FOR_INSERT_UPDATE");
        await world.DeleteAsync("OpportunityContactRole", second);
        Assert.Equal(JsonValueKind.Null, (await world.ReadAsync("Opportunity", id)).GetProperty("ContactId").ValueKind);
        await world.DeleteAsync("Opportunity", id);
        Assert.Equal(0, await world.Org.Server.CountAsync("OpportunityContactRole"));
    }

    [Fact]
    public async Task A_task_knows_when_it_was_completed_and_for_which_account()
    {
        await using var world = await ObjectWorld.StartAsync();
        var id = await world.CreateAsync("Task", """{"Subject":"Call","WhoId":"{contact}","Status":""}""");
        var open = await world.ReadAsync("Task", id);
        await world.UpdateAsync("Task", id, """{"Status":"Completed","Priority":"High"}""");
        var closed = await world.ReadAsync("Task", id);
        await world.UpdateAsync("Task", id, """{"Status":"In Progress"}""");

        Assert.Equal("Not Started Normal Task", $"{open.GetProperty("Status")} {open.GetProperty("Priority")} {open.GetProperty("TaskSubtype")}");
        Assert.Equal(world.Ids["account"], open.GetProperty("AccountId").GetString());
        Assert.False(open.GetProperty("IsClosed").GetBoolean());
        Assert.True(closed.GetProperty("IsClosed").GetBoolean() && closed.GetProperty("IsHighPriority").GetBoolean());
        Assert.Equal(closed.GetProperty("LastModifiedDate").GetString(), closed.GetProperty("CompletedDateTime").GetString());
        Assert.Equal(JsonValueKind.Null, (await world.ReadAsync("Task", id)).GetProperty("CompletedDateTime").ValueKind);
    }

    private static string Numbers(JsonElement record, params string[] names) => string.Join(' ', names.Select(n => record.GetProperty(n).GetDouble()));
}
