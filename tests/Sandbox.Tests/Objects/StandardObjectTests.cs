using System.Net;

namespace ContactSync.Sandbox.Tests.Objects;

public sealed class StandardObjectTests
{
    private static readonly Dictionary<string, Sample> Samples = new()
    {
        ["Lead"] = new("00Q", """{"LastName":"Fox","Company":"Foxes"}""", "Title", "Dr", "LastName,Company\nOwl,Owls"),
        ["Campaign"] = new("701", """{"Name":"Autumn","ParentId":"{campaign}"}""", "Status", "Planned", "Name\nWinter"),
        ["CampaignMember"] = new("00v", """{"CampaignId":"{campaign}","ContactId":"{contact}"}""", "Status", "Responded", "CampaignId,LeadId\n{campaign},{lead}"),
        ["CampaignMemberStatus"] = new("01Y", """{"CampaignId":"{campaign}","Label":"Invited"}""", "Label", "Asked", "CampaignId,Label\n{campaign},Attended"),
        ["Opportunity"] = new("006", """{"Name":"Big","StageName":"Prospecting","CloseDate":"2026-05-01"}""", "NextStep", "Call", "Name,StageName,CloseDate\nSmall,Prospecting,2026-06-01"),
        ["OpportunityContactRole"] = new("00K", """{"OpportunityId":"{opportunity}","ContactId":"{contact}"}""", "Role", "Evaluator", "OpportunityId,ContactId\n{opportunity},{contact}"),
        ["Task"] = new("00T", """{"Subject":"Call","WhoId":"{lead}"}""", "Priority", "High", "Subject,WhoId\nEmail,{contact}"),
    };

    public static TheoryData<string> Objects => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task A_record_is_made_read_changed_found_and_deleted(string type)
    {
        var (prefix, body, field, value, _) = Samples[type];
        await using var world = await ObjectWorld.StartAsync();
        var id = await world.CreateAsync(type, body);

        await world.UpdateAsync(type, id, $$"""{"{{field}}":"{{value}}"}""");
        var record = await world.ReadAsync(type, id[..15]);
        var found = await world.QueryAsync($"SELECT Id, {field} FROM {type} WHERE {field} = '{value}'");

        Assert.StartsWith(prefix, id);
        Assert.Equal(id, record.GetProperty("Id").GetString());
        Assert.Equal(value, record.GetProperty(field).GetString());
        Assert.Equal(id, Assert.Single(found).GetProperty("Id").GetString());
        await world.DeleteAsync(type, id);
        await world.Org.RefusedAsync(HttpMethod.Get, $"/sobjects/{type}/{id}", null, HttpStatusCode.NotFound, "ENTITY_IS_DELETED");
        Assert.Empty(await world.QueryAsync($"SELECT Id FROM {type} WHERE Id = '{id}'"));
        var all = (await world.Org.QueryAsync($"SELECT IsDeleted FROM {type} WHERE Id = '{id}'", all: true)).GetProperty("records");
        Assert.True(all[0].GetProperty("IsDeleted").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task Collections_make_change_read_and_delete_records(string type)
    {
        var (prefix, body, field, value, _) = Samples[type];
        await using var world = await ObjectWorld.StartAsync();
        var made = await world.Org.SendAsync(HttpMethod.Post, "/composite/sobjects", Records(type, world.With(body)[1..^1]));
        var id = made[0].GetProperty("id").GetString()!;

        var changed = await world.Org.SendAsync(HttpMethod.Patch, "/composite/sobjects", Records(type, $"\"Id\":\"{id}\",\"{field}\":\"{value}\""));
        var read = await world.Org.GetAsync($"/composite/sobjects/{type}?ids={id}&fields={field}");
        var deleted = await world.Org.SendAsync(HttpMethod.Delete, "/composite/sobjects?ids=" + id);

        Assert.StartsWith(prefix, id);
        Assert.True(changed[0].GetProperty("success").GetBoolean());
        Assert.Equal(value, read[0].GetProperty(field).GetString());
        Assert.True(deleted[0].GetProperty("success").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task A_bulk_upsert_makes_a_record_once_and_a_bulk_query_reads_it(string type)
    {
        var (prefix, _, field, value, csv) = Samples[type];
        await using var world = await ObjectWorld.StartAsync();

        // A member status takes no custom fields, so its rows are known by their ids.
        var key = type == "CampaignMemberStatus" ? "Id" : "Sync_Key__c";
        var (header, row) = world.With(csv).Split('\n') is [var first, var second] ? (first, second) : throw new ArgumentException(csv);
        var made = await TestJob.RunAsync(world.Org, "upsert", $"{key},{header}\n{(key == "Id" ? "" : "x:1")},{row}\n", key, @object: type);
        var id = Line(await made.SuccessAsync(), "true");
        var changed = await TestJob.RunAsync(world.Org, "upsert", $"{key},{field}\n{(key == "Id" ? id : "X:1")},{value}\n", key, @object: type);

        Assert.StartsWith(prefix, id);
        Assert.Equal(id, Line(await changed.SuccessAsync(), "false"));
        Assert.Contains($"\"{id}\",\"{value}\"", await QueryAsync(world.Org, $"SELECT Id, {field} FROM {type}"));
    }

    [Theory]
    [InlineData("Lead", """{"LastName":"x"}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Company]")]
    [InlineData("Lead", """{"LastName":"x","Company":"y","ConvertedContactId":"{contact}"}""", "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: ConvertedContactId.")]
    [InlineData("Campaign", """{"Name":"x","ParentId":"{gone}"}""", "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")]
    [InlineData("Campaign", """{"Name":"x","NumberOfLeads":1}""", "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: NumberOfLeads.")]
    [InlineData("CampaignMember", """{"ContactId":"{contact}"}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [CampaignId]")]
    [InlineData("CampaignMember", """{"CampaignId":"{campaign}"}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [ContactId]")]
    [InlineData("CampaignMember", """{"CampaignId":"{gone}","ContactId":"{contact}"}""", "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")]
    [InlineData("CampaignMemberStatus", """{"CampaignId":"{campaign}"}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Label]")]
    [InlineData("CampaignMemberStatus", """{"CampaignId":"{campaign}","Label":"SENT"}""", "DUPLICATE_VALUE", "duplicate value found: Label duplicates value on record with id: 01Y")]
    [InlineData("Opportunity", "{}", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name, StageName, CloseDate]")]
    [InlineData("Opportunity", """{"Name":"x","StageName":"y","CloseDate":"2026-01-01","IsWon":true}""", "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: IsWon.")]
    [InlineData("Opportunity", """{"Name":"x","StageName":"y","CloseDate":"2026-01-01","Probability":1000}""", "NUMBER_OUTSIDE_VALID_RANGE", "Probability (%): value outside of valid range")]
    [InlineData("OpportunityContactRole", """{"OpportunityId":"{opportunity}"}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [ContactId]")]
    [InlineData("Task", """{"Subject":"x","WhoId":"{account}"}""", "MALFORMED_ID", "Name ID: id value of incorrect type: 001")]
    [InlineData("Task", """{"Subject":"x","WhatId":"{gone}"}""", "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")]
    public async Task A_record_that_breaks_a_rule_is_refused(string type, string body, string code, string message)
    {
        await using var world = await ObjectWorld.StartAsync();
        var before = await world.Org.Server.CountAsync(type);
        Assert.StartsWith(message, await world.RefusedAsync(type, body, code));
        Assert.Equal(before, await world.Org.Server.CountAsync(type));
    }

    [Theory]
    [InlineData("Task", "Subject,Contact:Who.Email,Campaign:What.Sync_Key__c", "Call,ann@example.org,K:1", "WhoId", "{contact}")]
    [InlineData("Task", "Subject,Lead:Who.Sync_Key__c", "Call,l:1", "WhoId", "{lead}")]
    [InlineData("CampaignMember", "Campaign.Sync_Key__c,Lead.Email", "k:1,bo@example.org", "LeadId", "{lead}")]
    public async Task A_bulk_column_finds_a_record_by_its_key(string type, string header, string row, string field, string target)
    {
        await using var world = await ObjectWorld.StartAsync();
        var job = await TestJob.RunAsync(world.Org, "insert", $"{header}\n{row}\n", @object: type);
        var id = Line(await job.SuccessAsync(), "true");
        Assert.Equal(world.With(target), (await world.ReadAsync(type, id)).GetProperty(field).GetString());
    }

    [Fact]
    public async Task A_lookup_to_several_objects_needs_to_be_told_which()
    {
        await using var world = await ObjectWorld.StartAsync();
        var job = await TestJob.RunAsync(world.Org, "insert", "Subject,Who.Email\nCall,ann@example.org\n", @object: "Task");
        Assert.Equal("InvalidBatch : Field name not found : Who.Email", (await job.InfoAsync()).GetProperty("errorMessage").GetString());
        var id = await world.CreateAsync("Task", """{"Subject":"Call","Who":{"attributes":{"type":"Lead"},"Email":"bo@example.org"}}""");
        Assert.Equal(world.Ids["lead"], (await world.ReadAsync("Task", id)).GetProperty("WhoId").GetString());
    }

    [Fact]
    public async Task A_query_does_not_guess_what_a_lookup_to_several_objects_points_to()
    {
        await using var world = await ObjectWorld.StartAsync();
        var error = await world.Org.RefusedAsync(HttpMethod.Get, "/query?q=" + Uri.EscapeDataString("SELECT Who.Account.Name FROM Task"), null, HttpStatusCode.BadRequest, "INVALID_FIELD");
        Assert.Contains("Didn't understand relationship 'Who'", error.GetProperty("message").GetString());
        Assert.Empty(await world.QueryAsync("SELECT Id FROM Task WHERE WhoId = '{contact}'"));
    }

    private static string Records(string type, string fields) => $$"""{"records":[{"attributes":{"type":"{{type}}"},{{fields}}}]}""";

    /// <summary>The id in the one row of a successful result.</summary>
    private static string Line(string result, string created)
    {
        var lines = result.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length == 2, result);
        Assert.Equal($"\"{created}\"", lines[1].Split(',')[1]);
        return lines[1].Split(',')[0].Trim('"');
    }

    private static async Task<string> QueryAsync(TestOrg org, string soql)
    {
        var job = "/jobs/query/" + (await org.SendAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query = soql })).GetProperty("id").GetString();
        while ((await org.GetAsync(job)).GetProperty("state").GetString() is "UploadComplete" or "InProgress")
        {
            await Task.Delay(20);
        }
        return await org.User.GetStringAsync(new Uri(TestOrg.Data + job + "/results", UriKind.Relative));
    }

    /// <summary>A record to make, a field of it to change, and the header and row of a bulk upsert.</summary>
    private sealed record Sample(string Prefix, string Body, string Field, string Value, string Csv);
}
