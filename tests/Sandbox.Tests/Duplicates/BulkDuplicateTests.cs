using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Duplicates;

public sealed class BulkDuplicateTests
{
    private const string Alert = "\"operationsOnInsert\": [\"Alert\"]";
    private const string Header = "FirstName,LastName,Email,Sync_Key__c\n";

    [Fact]
    public async Task A_bulk_row_fails_without_naming_what_it_matches()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        var first = await box.AddAsync("Contact", """{"FirstName":"Jon","LastName":"Smith","Email":"jon@example.org"}""");

        var job = await TestJob.RunAsync(box.Org, "upsert", Header + "Jonathan,Smith,jon@example.org,1\nAnn,Stone,ann@example.org,2\n", "Sync_Key__c");

        Assert.Equal("\"sf__Id\",\"sf__Error\",FirstName,LastName,Email,Sync_Key__c\n\"\",\"DUPLICATES_DETECTED:Use one of these records?:--\",\"Jonathan\",\"Smith\",\"jon@example.org\",\"1\"\n", await job.FailedAsync());
        Assert.DoesNotContain(first, await job.FailedAsync());
        Assert.Contains("\"2\"", await job.SuccessAsync());
    }

    [Fact]
    public async Task Rows_of_one_chunk_are_not_compared_and_those_of_the_next_are()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        var csv = new StringBuilder(Header);
        for (var i = 0; i < 202; i++)
        {
            // The first two rows are twins, and the last two match them from the second chunk of 200.
            csv.Append(CultureInfo.InvariantCulture, $"{(i is < 2 or >= 200 ? "Jon,Smith,jon@example.org" : $"First{i},Last{i},a{i}@example.org")},{i}\n");
        }

        var job = await TestJob.RunAsync(box.Org, "insert", csv.ToString());

        var info = await job.InfoAsync();
        Assert.Equal((202, 2), (info.GetProperty("numberRecordsProcessed").GetInt32(), info.GetProperty("numberRecordsFailed").GetInt32()));
        var failed = await job.FailedAsync();
        Assert.Contains("\"200\"", failed);
        Assert.Contains("\"201\"", failed);
    }

    [Fact]
    public async Task Alerts_let_bulk_rows_pass_where_the_schema_says_so()
    {
        await using var box = await RuledOrg.StartAsync("\"bulkAlerts\": \"save\", \"duplicateRules\": [{ \"name\": \"Standard_Contact_Duplicate_Rule\" }]");
        const string Ann = "Ann,Stone,ann@example.org,1\n";
        await TestJob.RunAsync(box.Org, "insert", Header + Ann);
        await TestJob.RunAsync(box.Org, "insert", Header + Ann.Replace(",1", ",2", StringComparison.Ordinal));
        Assert.Equal(2, await box.CountAsync("SELECT Id FROM Contact"));
        Assert.Equal(1, await box.CountAsync("SELECT Id FROM DuplicateRecordSet"));
        await box.RefusedAsync("Contact", """{"FirstName":"Ann","LastName":"Stone","Email":"ann@example.org"}""");
    }

    [Fact]
    public async Task A_collection_says_which_of_its_records_are_duplicates()
    {
        await using var box = await RuledOrg.WithRuleAsync(Alert);
        var first = await box.AddAsync("Contact", """{"FirstName":"Jon","LastName":"Smith","Email":"jon@example.org"}""");
        const string Body = """{"records":[{"attributes":{"type":"Contact"},"FirstName":"Jon","LastName":"Smith","Email":"jon@example.org"},{"attributes":{"type":"Contact"},"LastName":"Else"}]}""";

        var results = await box.Org.SendAsync(HttpMethod.Post, "/composite/sobjects", Body);

        var error = results[0].GetProperty("errors")[0];
        Assert.Equal("DUPLICATES_DETECTED", error.GetProperty("statusCode").GetString());
        Assert.Equal([first], RuledOrg.MatchedIds(error, "duplicateResult"));
        Assert.True(results[1].GetProperty("success").GetBoolean());
        var (status, saved) = await box.SendAsync("allowSave=true", HttpMethod.Post, "/composite/sobjects", Body);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(saved.EnumerateArray(), r => Assert.True(r.GetProperty("success").GetBoolean()));
    }

    [Fact]
    public async Task A_collection_of_all_or_none_leaves_no_trace_of_a_reported_duplicate()
    {
        await using var box = await RuledOrg.WithRuleAsync("\"operationsOnInsert\": [\"Report\"]");
        await box.AddAsync("Contact", """{"FirstName":"Jon","LastName":"Smith","Email":"jon@example.org"}""");
        const string Body = """{"allOrNone":true,"records":[{"attributes":{"type":"Contact"},"FirstName":"Jon","LastName":"Smith","Email":"jon@example.org"},{"attributes":{"type":"Contact"},"FirstName":"Nameless"}]}""";
        await box.Org.SendAsync(HttpMethod.Post, "/composite/sobjects", Body);
        Assert.Equal(0, await box.CountAsync("SELECT Id FROM DuplicateRecordItem"));
        Assert.Equal(1, await box.CountAsync("SELECT Id FROM Contact"));
    }

    [Theory]
    [InlineData("\"duplicateRules\": [{ \"name\": \"Mine\" }]", "Mine")]
    [InlineData("\"duplicateRules\": [{ \"name\": \"Mine\", \"object\": \"Contact\", \"matchRules\": [{ \"matchingRule\": \"Other\" }] }]", "Other")]
    [InlineData("\"duplicateRules\": [{ \"name\": \"Standard_Contact_Duplicate_Rule\", \"actionOnInsert\": \"Forbid\" }]", "Allow or Block")]
    [InlineData("\"duplicateRules\": [{ \"name\": \"Standard_Contact_Duplicate_Rule\" }], \"matchingRules\": [{ \"object\": \"Contact\", \"name\": \"M\", \"items\": [{ \"field\": \"Title\", \"method\": \"Title\" }] }]", "titles")]
    [InlineData("\"duplicateRules\": [{ \"name\": \"Standard_Contact_Duplicate_Rule\" }], \"matchingRules\": [{ \"object\": \"Contact\", \"name\": \"M\", \"items\": [{ \"field\": \"Nick\", \"method\": \"Exact\" }] }]", "Nick")]
    [InlineData("\"bulkAlerts\": \"perhaps\"", "bulkAlerts")]
    public async Task A_rule_that_makes_no_sense_is_named_at_the_start(string sections, string named)
    {
        var error = await Assert.ThrowsAsync<SandboxSetupException>(() => RuledOrg.StartAsync(sections));
        Assert.Contains(named, error.Message);
    }
}
