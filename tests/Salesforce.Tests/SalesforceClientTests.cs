using System.Text.Json;
using ContactSync.Salesforce.Tests.Org;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Salesforce.Tests;

public sealed class SalesforceClientTests
{
    private const string Job = "7506g00000DhRA2AAN";

    public static TheoryData<string> Errors => [.. Transcript.Cases("errors.json")];

    [Fact]
    public async Task An_org_tells_who_it_is_what_it_holds_and_what_is_left()
    {
        var transcript = Transcript.Load("rest-reads.json");
        await using var org = await ScriptedOrg.StartAsync(transcript.AnswerAsync);
        var client = org.Client();

        var identity = await client.GetIdentityAsync();
        var contact = await client.DescribeAsync("Contact");
        var limits = await client.GetLimitsAsync();
        var now = await client.GetServerTimeAsync();
        List<string?> ids = [];
        await foreach (var record in client.QueryAsync(Soql.Select("Id").From("Contact").Where(SoqlCondition.Equal("Email", "a+b@example.org")).OrderBy("Id")))
        {
            ids.Add(record.GetProperty("Id").GetString());
        }

        var deleted = await client.CountAsync(Soql.Count().From("Contact").Where(SoqlCondition.Equal("IsDeleted", true)), queryAll: true);

        transcript.AssertReplayed();
        Assert.Equal(("00DR0000000UyrWMAS", "005R0000000UyrWIAS", "integration@sandbox.example"), (identity.OrgId.ToString(), identity.UserId.ToString(), identity.Username));
        Assert.Equal(["LastName"], contact.Fields.Where(field => field.IsRequiredOnCreate).Select(field => field.Name));
        Assert.True(contact.Field("sync_key__c") is { IsExternalId: true, IsUnique: true, IsCaseSensitive: true, IsIdLookup: true, IsCustom: true, Length: 64 });
        Assert.Equal(new PicklistValue("Web", "Web", IsActive: true, IsDefault: false), contact.Field("LeadSource")!.PicklistValues.Single());
        Assert.Equal(["Account"], contact.Field("AccountId")!.ReferenceTo);
        Assert.Null(contact.Field("Hidden__c"));
        Assert.Equal((new ApiLimit(15000, 14998), 3), (limits.DailyApiRequests!, limits.Names.Count()));
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 9, 0, 7, TimeSpan.Zero), now);
        Assert.Equal(["003D000000Q89kQIAR", "0031100000TAcjjAAD", "0038c00002hMS4kAAG"], ids);
        Assert.Equal(42, deleted);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task A_reply_that_is_no_success_says_what_it_means_for_the_request(string name)
    {
        var expected = Transcript.Case("errors.json", name);
        await using var org = await ScriptedOrg.StartAsync(context => Transcript.ReplyAsync(context, expected["reply"]!.AsObject()));
        var client = org.Client();

        var read = await Assert.ThrowsAnyAsync<Exception>(() => client.Ingest.GetAsync(Job));
        var reads = client.CallsMade;
        var write = await Assert.ThrowsAnyAsync<Exception>(() => client.Ingest.CloseAsync(Job));

        Assert.Equal(((string?)expected["read"], (string?)expected["write"]), (read.GetType().Name, write.GetType().Name));
        Assert.Equal(1, client.CallsMade - reads);
        Assert.All(new[] { read, write }, failure => Assert.Equal((string?)expected["code"], (failure as SalesforceException)?.Code));
        Assert.All(new[] { read, write }, failure => Assert.Contains($"/services/data/v66.0/jobs/ingest/{Job}", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fields_of_an_error_are_kept()
    {
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsJsonAsync(new object[] { new { message = "Required fields are missing: [LastName]", errorCode = "REQUIRED_FIELD_MISSING", fields = new[] { "LastName" } }, new { message = "second", errorCode = "OTHER" } });
        });

        var failure = await Assert.ThrowsAsync<SalesforceException>(() => org.Client().Ingest.GetAsync(Job));

        Assert.Equal(["LastName"], failure.Errors[0].Fields);
        Assert.Equal(["REQUIRED_FIELD_MISSING", "OTHER"], failure.Errors.Select(error => error.Code));
    }

    [Theory]
    [InlineData(3, "ended after 2")]
    [InlineData(1, "ended after 2")]
    public async Task A_query_whose_pages_do_not_add_up_is_not_whole(int total, string _)
    {
        await using var org = await ScriptedOrg.StartAsync(context => context.Response.WriteAsJsonAsync(new { totalSize = total, done = true, records = new object[] { new { Id = "1" }, new { Id = "2" } } }));
        var client = org.Client();

        var failure = await Assert.ThrowsAsync<TruncatedResponseException>(() => AllAsync(client));

        Assert.Equal((total, 2), (failure.ExpectedRows, failure.ReceivedRows));
        Assert.Contains("ended", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/services/data/v66.0/query/01g-2000")]
    [InlineData("http://127.0.0.2:1/services/data/v66.0/query/01g-2000")]
    [InlineData("")]
    public async Task A_next_page_elsewhere_is_not_followed(string next)
    {
        var calls = 0;
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            calls++;
            return context.Response.WriteAsJsonAsync(new { totalSize = 2, done = false, nextRecordsUrl = next.Length > 0 ? next : null, records = Array.Empty<object>() });
        });

        await Assert.ThrowsAsync<UnexpectedResponseException>(() => AllAsync(org.Client()));

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_next_page_with_a_doubled_slash_stays_on_the_org()
    {
        await using var org = await ScriptedOrg.StartAsync(context => context.Response.WriteAsJsonAsync(context.Request.Query.Count > 0
            ? new { totalSize = 0, done = false, nextRecordsUrl = "//services/data/v66.0/query/01g-2000", records = Array.Empty<object>() }
            : new { totalSize = 0, done = true, nextRecordsUrl = (string)null!, records = Array.Empty<object>() }));

        Assert.Equal(0, await AllAsync(org.Client()));
    }

    [Fact]
    public async Task A_query_too_long_for_a_URL_is_not_sent()
    {
        await using var org = await ScriptedOrg.StartAsync(_ => Task.CompletedTask);
        var client = org.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.CountAsync(Soql.Count().From("Contact").Where(SoqlCondition.Equal("Name", new string('x', 20_000)))));

        Assert.Equal(0, client.CallsMade);
    }

    [Theory]
    [InlineData("http://example.my.salesforce.com")]
    [InlineData("https://salesforce.com.evil.example")]
    [InlineData("https://evilsalesforce.com")]
    [InlineData("https://user:pass@example.my.salesforce.com")]
    [InlineData("ftp://example.my.salesforce.com")]
    [InlineData("https://10.0.0.1")]
    public void Credentials_do_not_go_to_such_an_address(string url)
    {
        using var handler = SalesforceClient.CreateHandler();

        Assert.Throws<ArgumentException>(() => ScriptedOrg.Client(handler, new Uri(url)));
    }

    [Fact]
    public void An_option_out_of_its_range_is_named()
    {
        using var handler = SalesforceClient.CreateHandler();
        (string Name, Func<SalesforceOptions, SalesforceOptions> Change)[] cases =
        [
            ("GetAttempts", o => o with { GetAttempts = 0 }),
            ("ReplyTimeout", o => o with { ReplyTimeout = TimeSpan.Zero }),
            ("IdleReadTimeout", o => o with { IdleReadTimeout = TimeSpan.FromSeconds(-1) }),
            ("MaxJsonBytes", o => o with { MaxJsonBytes = 1 }),
            ("66", o => o with { ApiVersion = "66" }),
            ("v66.0", o => o with { ApiVersion = "v66.0" }),
            ("token", o => o with { Credentials = Credentials.ForToken("a\nb") }),
        ];

        Assert.All(cases, option => Assert.Contains(option.Name, Assert.Throws<ArgumentException>(() => ScriptedOrg.Client(handler, new Uri("https://example.my.salesforce.com"), option.Change)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_handler_that_follows_redirects_is_refused()
    {
        using var handler = new SocketsHttpHandler();

        Assert.Throws<ArgumentException>(() => ScriptedOrg.Client(handler, new Uri("https://example.my.salesforce.com")));
    }

    private static async Task<int> AllAsync(SalesforceClient client)
    {
        var count = 0;
        await foreach (JsonElement _ in client.QueryAsync(Soql.Select("Id").From("Contact")))
        {
            count++;
        }

        return count;
    }
}
