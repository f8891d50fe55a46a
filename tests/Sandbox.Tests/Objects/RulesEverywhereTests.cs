using System.Net;

namespace ContactSync.Sandbox.Tests.Objects;

/// <summary>What an object does of its own holds whichever way its records are written, and after a restart.</summary>
public sealed class RulesEverywhereTests
{
    [Fact]
    public async Task Two_rows_of_one_upload_cannot_both_be_the_same_member()
    {
        await using var world = await ObjectWorld.StartAsync();
        var row = world.With("{campaign},{contact},Responded\n");
        var job = await TestJob.RunAsync(world.Org, "insert", "CampaignId,ContactId,Status\n" + row + row + world.With("{gone},{contact},Sent\n"), @object: "CampaignMember");

        Assert.Equal(3, (await job.SuccessAsync()).Split('\n').Length);
        var failed = await job.FailedAsync();
        Assert.Contains("\"DUPLICATE_VALUE:Already a campaign member.:--\"", failed);
        Assert.Contains("\"INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:CampaignId --\"", failed);
        var campaign = await world.ReadAsync("Campaign", world.Ids["campaign"]);
        Assert.Equal(1, campaign.GetProperty("NumberOfContacts").GetInt32());
        Assert.Equal(1, campaign.GetProperty("NumberOfResponses").GetInt32());
    }

    [Fact]
    public async Task What_follows_from_a_record_is_taken_back_with_it()
    {
        await using var world = await ObjectWorld.StartAsync();
        var statuses = await world.Org.Server.CountAsync("CampaignMemberStatus");
        var reply = await world.Org.SendAsync(HttpMethod.Post, "/composite/sobjects", world.With(
            """
            {"allOrNone":true,"records":[
              {"attributes":{"type":"Campaign"},"Name":"New"},
              {"attributes":{"type":"CampaignMember"},"CampaignId":"{campaign}","LeadId":"{lead}"},
              {"attributes":{"type":"Opportunity"},"Name":"No stage","CloseDate":"2026-01-01"}]}
            """));

        Assert.Equal(["ALL_OR_NONE_OPERATION_ROLLED_BACK", "ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"],
            reply.EnumerateArray().Select(r => r.GetProperty("errors")[0].GetProperty("statusCode").GetString()!));
        Assert.Equal(statuses, await world.Org.Server.CountAsync("CampaignMemberStatus"));
        Assert.Equal(0, (await world.ReadAsync("Campaign", world.Ids["campaign"])).GetProperty("NumberOfLeads").GetInt32());
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""");
    }

    [Fact]
    public async Task A_restart_forgets_neither_members_nor_counts()
    {
        await using var world = await ObjectWorld.StartAsync();
        const string Member = """{"CampaignId":"{campaign}","LeadId":"{lead}"}""";
        var id = await world.CreateAsync("CampaignMember", Member);
        await world.Org.RestartAsync();

        Assert.Equal("Already a campaign member.", await world.RefusedAsync("CampaignMember", Member, "DUPLICATE_VALUE"));
        Assert.Equal("Bo Ray", (await world.ReadAsync("CampaignMember", id)).GetProperty("Name").GetString());
        Assert.Equal(1, (await world.ReadAsync("Campaign", world.Ids["campaign"])).GetProperty("NumberOfLeads").GetInt32());
    }

    [Fact]
    public async Task Counting_moves_the_system_stamp_alone()
    {
        var clock = new ShiftedClock();
        await using var world = await ObjectWorld.StartAsync(clock);
        var before = await world.ReadAsync("Campaign", world.Ids["campaign"]);
        clock.Ahead = TimeSpan.FromMinutes(5);
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""");
        var after = await world.ReadAsync("Campaign", world.Ids["campaign"]);

        Assert.Equal(before.GetProperty("LastModifiedDate").GetString(), after.GetProperty("LastModifiedDate").GetString());
        Assert.NotEqual(before.GetProperty("SystemModstamp").GetString(), after.GetProperty("SystemModstamp").GetString());
    }

    [Fact]
    public async Task The_members_of_a_deleted_campaign_are_in_the_recycle_bin_with_it()
    {
        await using var world = await ObjectWorld.StartAsync();
        var member = await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""");
        await world.DeleteAsync("Campaign", world.Ids["campaign"]);
        var all = (await world.Org.QueryAsync($"SELECT Id, IsDeleted FROM CampaignMember WHERE Id = '{member}'", all: true)).GetProperty("records");

        Assert.True(all[0].GetProperty("IsDeleted").GetBoolean());
        await world.Org.RefusedAsync(HttpMethod.Get, "/sobjects/CampaignMember/" + member, null, HttpStatusCode.NotFound, "ENTITY_IS_DELETED");
    }

    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
