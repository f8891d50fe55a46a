using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Duplicates;

public sealed class DuplicateRuleTests
{
    private const string Alert = "\"actionOnInsert\": \"Allow\", \"operationsOnInsert\": [\"Alert\", \"Report\"]";
    private const string Ann = """{"FirstName":"Jonathan","LastName":"Smith","Email":"jon@example.org"}""";
    private const string Again = """{"FirstName":"Jon","LastName":"Smyth","Email":"Jon@example.org"}""";

    [Fact]
    public async Task An_alert_refuses_a_duplicate_and_names_what_it_matches()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        var first = await box.AddAsync("Contact", Ann);

        var error = await box.RefusedAsync("Contact", Again);

        Assert.Equal([first], RuledOrg.MatchedIds(error));
        Assert.Equal("Use one of these records?", error.GetProperty("message").GetString());
        var found = error.GetProperty("duplicateResut");
        Assert.True(found.GetProperty("allowSave").GetBoolean());
        Assert.Equal(("People", "Contact"), (found.GetProperty("duplicateRule").GetString(), found.GetProperty("duplicateRuleEntityType").GetString()));
        var match = found.GetProperty("matchResults")[0];
        Assert.Equal(("First_Last_Email", "FuzzyMatchEngine", 1), (match.GetProperty("rule").GetString(), match.GetProperty("matchEngine").GetString(), match.GetProperty("size").GetInt32()));
        Assert.Equal("100.0", match.GetProperty("matchRecords")[0].GetProperty("matchConfidence").GetRawText());
        Assert.False(match.GetProperty("matchRecords")[0].GetProperty("record").TryGetProperty("LastName", out _));
        Assert.Equal(0, await box.CountAsync("SELECT Id FROM DuplicateRecordSet"));
    }

    [Fact]
    public async Task The_reply_has_the_recorded_shape()
    {
        var recorded = SharedFacts.Read("facts/rest_errors.json").GetProperty("REST_sobject_create_duplicate_rule_alert").GetProperty("body")[0];
        await using var box = await RuledOrg.StandardAsync("Contact");
        await box.AddAsync("Contact", Ann);

        var error = await box.RefusedAsync("Contact", Ann);

        Assert.Equal(Shape(recorded), Shape(error));
    }

    [Theory]
    [InlineData("Raj", "Rajesh")]
    [InlineData("Jay", "Jayson")]
    [InlineData("Sal", "Salima")]
    public async Task Names_the_list_does_not_know_as_one_are_two_people(string name, string other)
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        await box.AddAsync("Contact", $$"""{"FirstName":"{{name}}","LastName":"Smith","Email":"a@example.org"}""");
        await box.AddAsync("Contact", $$"""{"FirstName":"{{other}}","LastName":"Smith","Email":"a@example.org"}""");
        Assert.Equal(2, await box.CountAsync("SELECT Id FROM Contact"));
    }

    [Theory]
    [InlineData("""{"FirstName":"Jon","LastName":"Brown","Email":"jon@example.org"}""")]
    [InlineData("""{"FirstName":"Jon","LastName":"Smith","Email":"other@example.org"}""")]
    [InlineData("""{"FirstName":"Jon","LastName":"Smith"}""")]
    [InlineData("""{"LastName":"Smith","Email":"jon@example.org"}""")]
    public async Task All_fields_of_the_rule_must_match(string other)
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        await box.AddAsync("Contact", Ann);
        await box.AddAsync("Contact", other);
        Assert.Equal(2, await box.CountAsync("SELECT Id FROM Contact"));
    }

    [Fact]
    public async Task AllowSave_saves_past_an_alert_and_notes_the_duplicates()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        var first = await box.AddAsync("Contact", Ann);
        var (status, reply) = await box.SendAsync("allowSave=true; includeRecordDetails=true; runAsCurrentUser=true", HttpMethod.Post, "/sobjects/Contact", Again);
        Assert.Equal(HttpStatusCode.Created, status);

        var items = (await box.Org.QueryAsync("SELECT RecordId, DuplicateRecordSet.RecordCount, DuplicateRecordSet.SobjectType FROM DuplicateRecordItem")).GetProperty("records");
        Assert.Equal([first, reply.GetProperty("id").GetString()], items.EnumerateArray().Select(i => i.GetProperty("RecordId").GetString()).Order());
        Assert.All(items.EnumerateArray(), i => Assert.Equal(2, i.GetProperty("DuplicateRecordSet").GetProperty("RecordCount").GetInt32()));
        Assert.All(items.EnumerateArray(), i => Assert.Equal("Contact", i.GetProperty("DuplicateRecordSet").GetProperty("SobjectType").GetString()));
    }

    [Theory]
    [InlineData("allowSave=true", 201)]
    [InlineData("allowSave=false", 400)]
    public async Task A_subrequest_has_a_header_of_its_own(string header, int status)
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        await box.AddAsync("Contact", Ann);
        var subrequest = new Dictionary<string, object>
        {
            ["method"] = "POST",
            ["url"] = TestOrg.Data + "/sobjects/Contact",
            ["referenceId"] = "again",
            ["httpHeaders"] = new Dictionary<string, string> { ["Sforce-Duplicate-Rule-Header"] = header },
            ["body"] = JsonElement.Parse(Again),
        };
        var reply = await box.Org.SendAsync(HttpMethod.Post, "/composite", new { compositeRequest = new[] { subrequest } });
        Assert.Equal(status, reply.GetProperty("compositeResponse")[0].GetProperty("httpStatusCode").GetInt32());
    }

    [Fact]
    public async Task AllowSave_is_not_known_before_version_52()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        await box.AddAsync("Contact", Ann);
        var (status, reply) = await box.SendAsync("allowSave=true", HttpMethod.Post, "/services/data/v51.0/sobjects/Contact", Again);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("DUPLICATES_DETECTED", reply[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Nothing_saves_past_a_block()
    {
        await using var box = await RuledOrg.WithRuleAsync("\"actionOnInsert\": \"Block\", \"alertText\": \"No.\"");
        await box.AddAsync("Contact", Ann);
        var (status, reply) = await box.SendAsync("allowSave=true", HttpMethod.Post, "/sobjects/Contact", Again);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("No.", reply[0].GetProperty("message").GetString());
        Assert.False(reply[0].GetProperty("duplicateResut").GetProperty("allowSave").GetBoolean());
    }

    [Fact]
    public async Task A_report_saves_and_a_third_duplicate_joins_the_set()
    {
        await using var box = await RuledOrg.WithRuleAsync("\"operationsOnInsert\": [\"Report\"]");
        await box.AddAsync("Contact", Ann);
        await box.AddAsync("Contact", Again);
        await box.AddAsync("Contact", Ann);
        Assert.Equal(1, await box.CountAsync("SELECT Id FROM DuplicateRecordSet WHERE RecordCount = 3"));
        Assert.Equal(1, await box.CountAsync("SELECT Id FROM DuplicateRecordSet"));
        Assert.Equal(3, await box.CountAsync("SELECT Id FROM DuplicateRecordItem WHERE Name != null"));
    }

    [Fact]
    public async Task Details_come_when_asked_for()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        await box.AddAsync("Contact", Ann);
        var (_, reply) = await box.SendAsync("includeRecordDetails=true", HttpMethod.Post, "/sobjects/Contact", Again);
        var record = reply[0].GetProperty("duplicateResut").GetProperty("matchResults")[0].GetProperty("matchRecords")[0].GetProperty("record");
        Assert.Equal("Smith", record.GetProperty("LastName").GetString());
    }

    [Fact]
    public async Task An_edit_is_checked_when_it_changes_what_the_rule_compares()
    {
        await using var box = await RuledOrg.WithRuleAsync("\"actionOnUpdate\": \"Block\"");
        await box.AddAsync("Contact", Ann);
        var other = await box.AddAsync("Contact", Ann);

        await box.Org.SendAsync(HttpMethod.Patch, "/sobjects/Contact/" + other, """{"Title":"Chair"}""", HttpStatusCode.NoContent);
        await box.Org.RefusedAsync(HttpMethod.Patch, "/sobjects/Contact/" + other, Again, HttpStatusCode.BadRequest, "DUPLICATES_DETECTED");
        await box.Org.SendAsync(HttpMethod.Patch, "/sobjects/Contact/" + other, """{"Email":"new@example.org"}""", HttpStatusCode.NoContent);
        await box.AddAsync("Contact", """{"FirstName":"Jon","LastName":"Smith","Email":"third@example.org"}""");
    }

    [Fact]
    public async Task A_rule_does_not_run_for_the_user_it_excludes()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert + ", \"unlessUser\": \"integration\"");
        await box.AddAsync("Contact", Ann);
        await box.AddAsync("Contact", Again);
        await box.Org.SendAsync(HttpMethod.Post, "/sobjects/Contact", Again, HttpStatusCode.BadRequest, box.Org.Admin);
    }

    [Fact]
    public async Task What_is_deleted_matches_no_more()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        var id = await box.AddAsync("Contact", Ann);
        await box.Org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + id, null, HttpStatusCode.NoContent);
        await box.AddAsync("Contact", Again);
        await box.RefusedAsync("Contact", Ann);
    }

    [Fact]
    public async Task Rules_hold_after_a_restart()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        await box.AddAsync("Contact", Ann);
        await box.Org.RestartAsync();
        await box.RefusedAsync("Contact", Again);
    }

    [Fact]
    public async Task A_change_right_after_a_restart_counts_among_many_that_were_there()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        var others = string.Concat(Enumerable.Range(0, 3000).Select(i => $"Given{i},Family{i},person{i}@example.org\n"));
        await box.Org.Server.SeedAsync("Contact", new MemoryStream(System.Text.Encoding.UTF8.GetBytes("FirstName,LastName,Email\n" + others)), TestContext.Current.CancellationToken);
        var id = await box.AddAsync("Contact", Ann);
        await box.Org.RestartAsync();
        await box.Org.SendAsync(HttpMethod.Patch, "/sobjects/Contact/" + id, new { FirstName = "Berthold", LastName = "Quist", Email = "berthold@example.org" }, HttpStatusCode.NoContent);
        await box.AddAsync("Contact", Again);
        await box.RefusedAsync("Contact", """{"FirstName":"Berthold","LastName":"Quist","Email":"berthold@example.org"}""");
        await box.RefusedAsync("Contact", """{"FirstName":"Given2999","LastName":"Family2999","Email":"person2999@example.org"}""");
    }

    private static string Shape(System.Text.Json.JsonElement value) => value.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Name + Shape(p.Value))) + "}",
        System.Text.Json.JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Shape)) + "]",
        var kind => ":" + kind,
    };
}
