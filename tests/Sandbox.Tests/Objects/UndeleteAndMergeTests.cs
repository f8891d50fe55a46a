namespace ContactSync.Sandbox.Tests.Objects;

public sealed class UndeleteAndMergeTests
{
    [Fact]
    public async Task A_contact_comes_back_under_its_id_with_what_went_along()
    {
        await using var world = await ObjectWorld.StartAsync();
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","ContactId":"{contact}","Status":"Responded"}""");
        await world.CreateAsync("OpportunityContactRole", """{"OpportunityId":"{opportunity}","ContactId":"{contact}","IsPrimary":true}""");
        await world.DeleteAsync("Contact", world.Ids["contact"]);
        Assert.Equal(0, (await world.ReadAsync("Campaign", world.Ids["campaign"])).GetProperty("NumberOfContacts").GetInt32());

        var result = Assert.Single(await world.Org.ResultsAsync(world.With("<undelete><ids>{contact}</ids></undelete>")));

        Assert.Equal(("true", world.Ids["contact"]), (result.Text("success"), result.Text("id")));
        Assert.Equal("Lee", (await world.ReadAsync("Contact", world.Ids["contact"])).GetProperty("LastName").GetString());
        var campaign = await world.ReadAsync("Campaign", world.Ids["campaign"]);
        Assert.Equal((1, 1), (campaign.GetProperty("NumberOfContacts").GetInt32(), campaign.GetProperty("NumberOfResponses").GetInt32()));
        Assert.Equal(world.Ids["contact"], (await world.ReadAsync("Opportunity", world.Ids["opportunity"])).GetProperty("ContactId").GetString());
        Assert.Single(await world.QueryAsync("SELECT Id FROM Contact WHERE Sync_Key__c = 'c:1'"));
    }

    [Fact]
    public async Task What_is_not_in_the_bin_or_whose_key_is_taken_stays_where_it_is()
    {
        await using var world = await ObjectWorld.StartAsync();
        await world.DeleteAsync("Contact", world.Ids["contact"]);
        await world.CreateAsync("Contact", """{"LastName":"New","Sync_Key__c":"c:1"}""");

        var results = await world.Org.ResultsAsync(world.With("<undelete><ids>{contact}</ids><ids>{lead}</ids><ids>nonsense</ids><ids>003000000000000AAA</ids></undelete>"));

        Assert.Equal(["DUPLICATE_VALUE", "UNDELETE_FAILED", "MALFORMED_ID", "INVALID_CROSS_REFERENCE_KEY"], results.Select(r => r.Element("errors")!.Text("statusCode")));
        Assert.All(results, r => Assert.Equal("false", r.Text("success")));
    }

    [Fact]
    public async Task After_fifteen_days_the_bin_gives_nothing_back()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var world = await ObjectWorld.StartAsync(clock);
        await world.DeleteAsync("Contact", world.Ids["contact"]);
        clock.Now += TimeSpan.FromDays(16);
        await world.Org.LoginAsync();
        var result = Assert.Single(await world.Org.ResultsAsync(world.With("<undelete><ids>{contact}</ids></undelete>")));
        Assert.Equal("UNDELETE_FAILED", result.Element("errors")!.Text("statusCode"));
    }

    [Fact]
    public async Task A_merge_keeps_the_master_moves_children_and_marks_the_losers()
    {
        await using var world = await ObjectWorld.StartAsync();
        world.Ids["loser"] = await world.CreateAsync("Contact", """{"LastName":"Li","Phone":"1"}""");
        world.Ids["report"] = await world.CreateAsync("Contact", """{"LastName":"Report","ReportsToId":"{loser}"}""");
        var task = await world.CreateAsync("Task", """{"Subject":"Call","WhoId":"{loser}"}""");
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","ContactId":"{contact}"}""");
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","ContactId":"{loser}"}""");

        var result = Assert.Single(await world.Org.ResultsAsync(world.With(
            "<merge><request><masterRecord><type>Contact</type><Id>{contact}</Id><Phone>1</Phone></masterRecord><recordToMergeIds>{loser}</recordToMergeIds></request></merge>")));

        Assert.Equal(("true", world.Ids["contact"], world.Ids["loser"]), (result.Text("success"), result.Text("id"), result.Text("mergedRecordIds")));
        Assert.Equal(new[] { world.Ids["report"], task }.Order(), result.Elements("updatedRelatedIds").Select(e => e.Value).Order());
        Assert.Equal("1", (await world.ReadAsync("Contact", world.Ids["contact"])).GetProperty("Phone").GetString());
        Assert.Equal(world.Ids["contact"], (await world.ReadAsync("Contact", world.Ids["report"])).GetProperty("ReportsToId").GetString());
        Assert.Equal(world.Ids["contact"], (await world.ReadAsync("Task", task)).GetProperty("WhoId").GetString());
        Assert.Single(await world.QueryAsync("SELECT Id FROM CampaignMember WHERE CampaignId = '{campaign}'"));
        var gone = (await world.Org.QueryAsync($"SELECT IsDeleted, MasterRecordId FROM Contact WHERE Id = '{world.Ids["loser"]}'", all: true)).GetProperty("records")[0];
        Assert.Equal((true, world.Ids["contact"]), (gone.GetProperty("IsDeleted").GetBoolean(), gone.GetProperty("MasterRecordId").GetString()));
    }

    [Fact]
    public async Task A_merge_that_is_refused_changes_nothing_and_hinders_no_other()
    {
        await using var world = await ObjectWorld.StartAsync();
        world.Ids["loser"] = await world.CreateAsync("Account", """{"Name":"Ajax Inc"}""");
        string Request(string type, string master, params string[] losers) =>
            $"<request><masterRecord><type>{type}</type><Id>{master}</Id></masterRecord>{string.Concat(losers.Select(l => $"<recordToMergeIds>{l}</recordToMergeIds>"))}</request>";

        var results = await world.Org.ResultsAsync(world.With("<merge>" + Request("Account", "{account}", "{account}") + Request("Account", "{account}", "{gone}") + Request("Campaign", "{campaign}", "{campaign}")
            + Request("Account", "{account}", "{loser}") + Request("Account", "{account}", "{loser}") + Request("Account", "{account}") + "<request/></merge>"));

        Assert.Equal(["INVALID_FIELD", "INVALID_CROSS_REFERENCE_KEY", "INVALID_TYPE", "", "ENTITY_IS_DELETED", "NUMBER_OUTSIDE_VALID_RANGE", "MISSING_ARGUMENT"],
            results.Select(r => r.Element("errors")?.Text("statusCode") ?? ""));
    }

    [Fact]
    public async Task A_merge_survives_a_restart_and_its_loser_can_come_back()
    {
        await using var world = await ObjectWorld.StartAsync();
        world.Ids["loser"] = await world.CreateAsync("Lead", """{"LastName":"Li","Company":"X"}""");
        await world.Org.ResultsAsync(world.With("<merge><request><masterRecord><type>Lead</type><Id>{lead}</Id></masterRecord><recordToMergeIds>{loser}</recordToMergeIds></request></merge>"));
        await world.Org.RestartAsync();
        Assert.Single(await world.QueryAsync("SELECT Id FROM Lead"));
        Assert.Equal("true", Assert.Single(await world.Org.ResultsAsync(world.With("<undelete><ids>{loser}</ids></undelete>"))).Text("success"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await world.ReadAsync("Lead", world.Ids["loser"])).GetProperty("MasterRecordId").ValueKind);
    }
}
