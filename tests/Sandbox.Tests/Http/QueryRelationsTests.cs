using System.Net;
using System.Text.Json;
using ContactSync.Sandbox.Tests.Objects;

namespace ContactSync.Sandbox.Tests.Http;

/// <summary>Queries that reach other records: parents of parents, children, ids of inner queries; and groups with conditions and parts of dates.</summary>
public sealed class QueryRelationsTests
{
    [Fact]
    public async Task Paths_lead_through_up_to_five_lookups()
    {
        await using var world = await ObjectWorld.StartAsync();
        world.Ids["boss"] = await world.CreateAsync("Contact", """{"LastName":"Boss","AccountId":"{account}"}""");
        world.Ids["aide"] = await world.CreateAsync("Contact", """{"LastName":"Aide","ReportsToId":"{boss}"}""");

        var row = Assert.Single(await world.QueryAsync("SELECT ReportsTo.LastName, ReportsTo.Account.Name, ReportsTo.Account.CreatedBy.Username, ReportsTo.ReportsTo.LastName FROM Contact WHERE ReportsTo.Account.Name = 'ajax' ORDER BY ReportsTo.Account.Name"));

        var boss = row.GetProperty("ReportsTo");
        Assert.Equal(["attributes", "LastName", "Account", "ReportsTo"], boss.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Ajax", boss.GetProperty("Account").GetProperty("Name").GetString());
        Assert.Equal("integration@sandbox.example", boss.GetProperty("Account").GetProperty("CreatedBy").GetProperty("Username").GetString());
        Assert.Equal(JsonValueKind.Null, boss.GetProperty("ReportsTo").ValueKind);
        await RefusedAsync(world, "SELECT ReportsTo.ReportsTo.ReportsTo.ReportsTo.ReportsTo.ReportsTo.Name FROM Contact", "INVALID_FIELD");
        await RefusedAsync(world, "SELECT ReportsTo.Nope.Name FROM Contact", "INVALID_FIELD");
    }

    [Fact]
    public async Task Children_come_with_their_parents_each_with_a_query_of_their_own()
    {
        await using var world = await ObjectWorld.StartAsync();
        foreach (var name in new[] { "C", "A", "B" })
        {
            await world.CreateAsync("Contact", $$"""{"LastName":"{{name}}","AccountId":"{account}"}""");
        }
        world.Ids["other"] = await world.CreateAsync("Account", """{"Name":"Zeus"}""");

        var rows = await world.QueryAsync("SELECT Name, (SELECT LastName, Account.Name FROM Contacts WHERE LastName < 'D' ORDER BY LastName DESC LIMIT 2), (SELECT Id FROM Opportunities) FROM Account ORDER BY Name");

        var contacts = rows[0].GetProperty("Contacts");
        Assert.Equal((2, true), (contacts.GetProperty("totalSize").GetInt32(), contacts.GetProperty("done").GetBoolean()));
        Assert.Equal(["C", "B"], contacts.GetProperty("records").EnumerateArray().Select(c => c.GetProperty("LastName").GetString()));
        Assert.Equal("Ajax", contacts.GetProperty("records")[0].GetProperty("Account").GetProperty("Name").GetString());
        Assert.Equal(1, rows[0].GetProperty("Opportunities").GetProperty("totalSize").GetInt32());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (rows[1].GetProperty("Contacts").ValueKind, rows[1].GetProperty("Opportunities").ValueKind));
        await RefusedAsync(world, "SELECT Id, (SELECT Id FROM Nopes) FROM Account", "INVALID_TYPE");
        await RefusedAsync(world, "SELECT Id, (SELECT Nope FROM Contacts) FROM Account", "INVALID_FIELD");
        await RefusedAsync(world, "SELECT Name, (SELECT Id FROM Contacts) FROM Account GROUP BY Name", "MALFORMED_QUERY");
        await RefusedAsync(world, "SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account", "MALFORMED_QUERY");
        await RefusedAsync(world, "SELECT Id, (SELECT Id, (SELECT Id FROM Tasks) FROM Contacts) FROM Account", "MALFORMED_QUERY");
        await world.Org.RefusedAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query = "SELECT Id, (SELECT Id FROM Contacts) FROM Account" }, HttpStatusCode.BadRequest, "FEATURENOTENABLED");
    }

    [Theory]
    [InlineData("SELECT COUNT(Id) n FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 1", "2")]
    [InlineData("SELECT StageName n FROM Opportunity GROUP BY StageName HAVING SUM(Amount) >= 30", "Prospecting")]
    [InlineData("SELECT StageName n FROM Opportunity GROUP BY StageName HAVING StageName LIKE 'clo%' AND (NOT COUNT(Id) = 2)", "Closed Won")]
    [InlineData("SELECT StageName n FROM Opportunity GROUP BY StageName HAVING StageName IN ('Closed Won', 'x') OR MAX(CloseDate) = 1999-01-01", "Closed Won")]
    [InlineData("SELECT StageName n FROM Opportunity GROUP BY StageName HAVING MIN(Amount) = null", "Closed Won")]
    [InlineData("SELECT CALENDAR_YEAR(CloseDate) n FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate) HAVING CALENDAR_YEAR(CloseDate) > 2025", "2026")]
    [InlineData("SELECT CALENDAR_QUARTER(CloseDate) n FROM Opportunity WHERE CALENDAR_MONTH(CloseDate) = 12 GROUP BY CALENDAR_QUARTER(CloseDate)", "4")]
    [InlineData("SELECT COUNT(Id) n FROM Opportunity WHERE DAY_IN_WEEK(CloseDate) IN (1, 7)", "1")]
    [InlineData("SELECT COUNT(Id) n FROM Opportunity WHERE DAY_IN_YEAR(CloseDate) = 1 AND DAY_ONLY(CreatedDate) >= 2020-01-01 AND HOUR_IN_DAY(CreatedDate) < 24", "1")]
    [InlineData("SELECT DAY_IN_MONTH(CloseDate) n, COUNT(Id) FROM Opportunity GROUP BY DAY_IN_MONTH(CloseDate) ORDER BY DAY_IN_MONTH(CloseDate) DESC LIMIT 1", "31")]
    public async Task Groups_have_conditions_and_parts_of_dates(string soql, string n)
    {
        await using var world = await DealsAsync();
        Assert.Equal(n, Assert.Single(await world.QueryAsync(soql)).GetProperty("n").ToString());
    }

    [Fact]
    public async Task An_unnamed_part_of_a_date_is_numbered_as_totals_are()
    {
        await using var world = await DealsAsync();
        var rows = await world.QueryAsync("SELECT CALENDAR_YEAR(CloseDate), COUNT(Id) FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate) ORDER BY CALENDAR_YEAR(CloseDate)");
        Assert.Equal([(2025, 1), (2026, 2)], rows.Select(r => (r.GetProperty("expr0").GetInt32(), r.GetProperty("expr1").GetInt32())));
    }

    [Theory]
    [InlineData("SELECT CALENDAR_YEAR(CloseDate) FROM Opportunity", "MALFORMED_QUERY")]
    [InlineData("SELECT COUNT(Id) FROM Opportunity WHERE CALENDAR_YEAR(Name) = 1", "INVALID_FIELD")]
    [InlineData("SELECT COUNT(Id) FROM Opportunity WHERE HOUR_IN_DAY(CloseDate) = 1", "INVALID_FIELD")]
    [InlineData("SELECT COUNT(Id) FROM Opportunity WHERE COUNT(Id) > 1", "MALFORMED_QUERY")]
    [InlineData("SELECT COUNT(Id) FROM Opportunity WHERE CALENDAR_YEAR(CloseDate) = 'x'", "INVALID_FIELD")]
    [InlineData("SELECT StageName FROM Opportunity HAVING COUNT(Id) > 1", "MALFORMED_QUERY")]
    [InlineData("SELECT StageName FROM Opportunity GROUP BY StageName HAVING Name = 'x'", "MALFORMED_QUERY")]
    [InlineData("SELECT StageName FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 'x'", "INVALID_FIELD")]
    [InlineData("SELECT StageName FROM Opportunity GROUP BY StageName HAVING SUM(StageName) > 1", "INVALID_FIELD")]
    [InlineData("SELECT StageName FROM Opportunity GROUP BY NOPE(StageName)", "MALFORMED_QUERY")]
    public async Task What_makes_no_sense_of_groups_and_dates_is_refused(string soql, string code)
    {
        await using var world = await DealsAsync();
        await RefusedAsync(world, soql, code);
    }

    [Fact]
    public async Task Inner_queries_and_indexed_lookups_find_what_a_scan_finds()
    {
        await using var world = await ObjectWorld.StartAsync();
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","ContactId":"{contact}"}""");
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","LeadId":"{lead}"}""");
        Assert.Single(await world.QueryAsync("SELECT Id FROM Contact WHERE Id IN (SELECT ContactId FROM CampaignMember WHERE CampaignId = '{campaign}')"));
        Assert.Single(await world.QueryAsync("SELECT Id FROM CampaignMember WHERE ContactId IN (SELECT Id FROM Contact WHERE LastName = 'Lee')"));
        Assert.Single(await world.QueryAsync($"SELECT Id FROM CampaignMember WHERE LeadId = '{world.Ids["lead"][..15]}'"));
        Assert.Empty(await world.QueryAsync("SELECT Id FROM CampaignMember WHERE ContactId IN (SELECT Id FROM Contact WHERE LastName = 'Nobody')"));
    }

    [Fact]
    public async Task Deleted_records_are_found_by_keys_and_lookups_too()
    {
        await using var world = await ObjectWorld.StartAsync();
        await world.CreateAsync("CampaignMember", """{"CampaignId":"{campaign}","ContactId":"{contact}"}""");
        await world.DeleteAsync("Contact", world.Ids["contact"]);
        foreach (var soql in new[] { "SELECT Id FROM Contact WHERE Sync_Key__c = 'c:1'", "SELECT Id FROM Contact WHERE Email = 'ann@example.org'", "SELECT Id FROM CampaignMember WHERE ContactId = '{contact}'" })
        {
            Assert.Equal((0, 1), ((await world.Org.QueryAsync(world.With(soql))).GetProperty("totalSize").GetInt32(), (await world.Org.QueryAsync(world.With(soql), all: true)).GetProperty("totalSize").GetInt32()));
        }
    }

    private static async Task<ObjectWorld> DealsAsync()
    {
        var world = await ObjectWorld.StartAsync();
        await world.DeleteAsync("Opportunity", world.Ids["opportunity"]);
        await world.CreateAsync("Opportunity", """{"Name":"a","StageName":"Prospecting","CloseDate":"2026-01-01","Amount":10}""");
        await world.CreateAsync("Opportunity", """{"Name":"b","StageName":"Prospecting","CloseDate":"2026-01-31","Amount":20}""");
        await world.CreateAsync("Opportunity", """{"Name":"c","StageName":"Closed Won","CloseDate":"2025-12-31"}""");
        return world;
    }

    private static Task<JsonElement> RefusedAsync(ObjectWorld world, string soql, string code) =>
        world.Org.RefusedAsync(HttpMethod.Get, "/query?q=" + Uri.EscapeDataString(soql), null, HttpStatusCode.BadRequest, code);
}
