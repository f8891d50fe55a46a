using System.Net;
using System.Text.Json;
using ContactSync.Sandbox.Tests.Objects;

namespace ContactSync.Sandbox.Tests.Http;

/// <summary>Lookups to several objects, whole and by TYPEOF; further pages of children; and USING SCOPE.</summary>
public sealed class QueryPolymorphicTests
{
    [Fact]
    public async Task The_name_fields_of_a_lookup_to_several_objects_come_from_whichever_it_points_to()
    {
        await using var world = await TasksAsync();
        var rows = await world.QueryAsync("SELECT Subject, Who.Name, Who.Type, Who.Email, What.Name, What.Type FROM Task ORDER BY Subject");

        Assert.Equal("Name", rows[0].GetProperty("Who").GetProperty("attributes").GetProperty("type").GetString());
        Assert.Equal("/services/data/v66.0/sobjects/Contact/" + world.Ids["contact"], rows[0].GetProperty("Who").GetProperty("attributes").GetProperty("url").GetString());
        Assert.Equal(("Contact", "Account"), (Text(rows[0], "Who", "Type"), Text(rows[0], "What", "Type")));
        Assert.Equal("Ajax", Text(rows[0], "What", "Name"));
        Assert.Equal(("Lead", "Opportunity"), (Text(rows[1], "Who", "Type"), Text(rows[1], "What", "Type")));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (rows[2].GetProperty("Who").ValueKind, rows[2].GetProperty("What").ValueKind));
    }

    [Theory]
    [InlineData("What.Type = 'Account'", "A")]
    [InlineData("What.Type IN ('account', 'Opportunity')", "A,B")]
    [InlineData("What.Name LIKE 'aj%'", "A")]
    [InlineData("Who.Type != 'Contact'", "B,C")]
    [InlineData("Who.Name = null", "C")]
    public async Task Conditions_and_orders_go_by_name_fields_too(string condition, string subjects)
    {
        await using var world = await TasksAsync();
        var rows = await world.QueryAsync($"SELECT Subject FROM Task WHERE {condition} ORDER BY What.Name NULLS LAST, Subject");
        Assert.Equal(subjects, string.Join(',', rows.Select(r => r.GetProperty("Subject").GetString()).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("SELECT Who.Birthdate FROM Task", "INVALID_FIELD")]
    [InlineData("SELECT Who.Account.Name FROM Task", "INVALID_FIELD")]
    [InlineData("SELECT TYPEOF Account WHEN Account THEN Name END FROM Contact", "INVALID_FIELD")]
    [InlineData("SELECT TYPEOF What WHEN Contact THEN Name END FROM Task", "INVALID_TYPE")]
    [InlineData("SELECT TYPEOF What WHEN Account THEN Nope END FROM Task", "INVALID_FIELD")]
    [InlineData("SELECT TYPEOF What END FROM Task", "MALFORMED_QUERY")]
    [InlineData("SELECT TYPEOF What WHEN Account THEN Name FROM Task", "MALFORMED_QUERY")]
    [InlineData("SELECT COUNT(Id), TYPEOF What WHEN Account THEN Name END FROM Task", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Task USING SCOPE nobodys", "INVALID_QUERY_SCOPE")]
    [InlineData("SELECT Id FROM CampaignMember USING SCOPE mine", "INVALID_QUERY_SCOPE")]
    [InlineData("SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account USING SCOPE mine)", "MALFORMED_QUERY")]
    public async Task What_makes_no_sense_is_refused(string soql, string code)
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Get, "/query?q=" + Uri.EscapeDataString(soql), null, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Typeof_gives_fields_by_the_object_pointed_to()
    {
        await using var world = await TasksAsync();
        var rows = await world.QueryAsync("SELECT Subject, TYPEOF What WHEN Account THEN Name, Owner.Username ELSE Type, Name END, TYPEOF Who WHEN Lead THEN Company END FROM Task ORDER BY Subject");

        Assert.Equal("Account", rows[0].GetProperty("What").GetProperty("attributes").GetProperty("type").GetString());
        Assert.Equal(("Ajax", "integration@sandbox.example"), (Text(rows[0], "What", "Name"), rows[0].GetProperty("What").GetProperty("Owner").GetProperty("Username").GetString()));
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("Who").ValueKind);
        Assert.Equal("Opportunity", Text(rows[1], "What", "Type"));
        Assert.Equal(["attributes", "Type", "Name"], rows[1].GetProperty("What").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["attributes", "Company"], rows[1].GetProperty("Who").EnumerateObject().Select(p => p.Name));
        Assert.Equal(JsonValueKind.Null, rows[2].GetProperty("What").ValueKind);
        await world.Org.RefusedAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query = "SELECT TYPEOF What WHEN Account THEN Name END FROM Task" }, HttpStatusCode.BadRequest, "FEATURENOTENABLED");
    }

    [Fact]
    public async Task Children_past_a_page_are_fetched_by_a_locator_of_their_own()
    {
        await using var org = await TestOrg.StartAsync();
        var account = (await org.SendAsync(HttpMethod.Post, "/sobjects/Account", new { Name = "Large" }, HttpStatusCode.Created)).GetProperty("id").GetString();
        await org.SeedAsync("Contact", "LastName,AccountId\n" + string.Concat(Enumerable.Range(0, 2_005).Select(i => $"Person {i:0000},{account}\n")));

        var page = await org.QueryAsync("SELECT Id, (SELECT LastName FROM Contacts ORDER BY LastName DESC) FROM Account");
        var children = page.GetProperty("records")[0].GetProperty("Contacts");
        Assert.Equal((2_005, false, 2_000), (children.GetProperty("totalSize").GetInt32(), children.GetProperty("done").GetBoolean(), children.GetProperty("records").GetArrayLength()));
        var rest = await org.GetAsync(children.GetProperty("nextRecordsUrl").GetString()!);
        Assert.Equal((2_005, true), (rest.GetProperty("totalSize").GetInt32(), rest.GetProperty("done").GetBoolean()));
        Assert.Equal(["Person 0004", "Person 0003", "Person 0002", "Person 0001", "Person 0000"], rest.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("LastName").GetString()));
        Assert.True(page.GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task The_scope_mine_holds_the_callers_own_records_alone()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync(new { LastName = "Mine" });
        await org.CreateAsync(new { LastName = "Theirs" }, org.Admin);

        var mine = await org.QueryAsync("SELECT LastName FROM Contact USING SCOPE mine WHERE LastName != 'x'");
        Assert.Equal("Mine", Assert.Single(mine.GetProperty("records").EnumerateArray()).GetProperty("LastName").GetString());
        Assert.Equal(1, (await org.QueryAsync("SELECT COUNT() FROM Contact c USING SCOPE mine")).GetProperty("totalSize").GetInt32());
        Assert.Equal(2, (await org.QueryAsync("SELECT COUNT() FROM Contact USING SCOPE everything")).GetProperty("totalSize").GetInt32());
        var id = (await org.SendAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query = "SELECT LastName FROM Contact USING SCOPE mine" })).GetProperty("id").GetString();
        while ((await org.GetAsync("/jobs/query/" + id)).GetProperty("state").GetString() != "JobComplete")
        {
            await Task.Delay(20);
        }
        Assert.Equal("\"LastName\"\n\"Mine\"\n", await org.User.GetStringAsync($"{TestOrg.Data}/jobs/query/{id}/results"));
    }

    /// <summary>Task A of a contact and an account, B of a lead and an opportunity, C of nobody and nothing.</summary>
    private static async Task<ObjectWorld> TasksAsync()
    {
        var world = await ObjectWorld.StartAsync();
        await world.CreateAsync("Task", """{"Subject":"A","WhoId":"{contact}","WhatId":"{account}"}""");
        await world.CreateAsync("Task", """{"Subject":"B","WhoId":"{lead}","WhatId":"{opportunity}"}""");
        await world.CreateAsync("Task", """{"Subject":"C"}""");
        return world;
    }

    private static string? Text(JsonElement row, string relationship, string field) => row.GetProperty(relationship).GetProperty(field).GetString();
}
