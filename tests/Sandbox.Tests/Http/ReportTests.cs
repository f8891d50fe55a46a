using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class ReportTests
{
    private const string Reports = """
        {"reports":[
          {"name":"Flat","label":"Flat","object":"Contact","columns":["FirstName","LastName","Id","Account.Name","Birthdate","CreatedDate","HasOptedOutOfEmail"],"orderBy":"LastName"},
          {"name":"Deals","label":"Deals","object":"Opportunity","columns":["Name","Amount"],"groupBy":["StageName","Account.Name"],"sums":["Amount"],"orderBy":"Name"},
          {"name":"Secret","label":"Secret","object":"Contact","columns":["Name"],"sharedWith":["admin"]}]}
        """;

    [Fact]
    public async Task A_tabular_report_has_the_recorded_shape()
    {
        var recorded = SharedFacts.Read("facts/report_tabular_shape.json").GetProperty("report_tabular_excerpt");
        await using var org = await SeededAsync(3);
        var report = await RunAsync(org, "Flat");

        foreach (var part in recorded.EnumerateObject())
        {
            Assert.Equal(part.Value.ValueKind is JsonValueKind.True or JsonValueKind.False, report.GetProperty(part.Name).ValueKind is JsonValueKind.True or JsonValueKind.False);
        }
        var (real, own) = (recorded.GetProperty("factMap").GetProperty("T!T"), report.GetProperty("factMap").GetProperty("T!T"));
        Assert.Equal(real.GetProperty("aggregates")[0].EnumerateObject().Select(p => (p.Name, p.Value.ValueKind)), own.GetProperty("aggregates")[0].EnumerateObject().Select(p => (p.Name, p.Value.ValueKind)));
        Assert.Equal(recorded.GetProperty("reportMetadata").GetProperty("aggregates")[0].GetString(), report.GetProperty("reportMetadata").GetProperty("aggregates")[0].GetString());
        Assert.Equal("TABULAR", report.GetProperty("reportMetadata").GetProperty("reportFormat").GetString());
    }

    [Fact]
    public async Task Cells_show_names_ids_dates_and_blanks_as_reports_do()
    {
        await using var org = await SeededAsync(3);
        var report = await RunAsync(org, "Flat");
        Assert.Equal(["FIRST_NAME", "LAST_NAME", "CONTACT_ID", "ACCOUNT.NAME", "BIRTHDATE", "CREATED_DATE", "HAS_OPTED_OUT_OF_EMAIL"], report.GetProperty("reportMetadata").GetProperty("detailColumns").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("date", report.GetProperty("reportExtendedMetadata").GetProperty("detailColumnInfo").GetProperty("CREATED_DATE").GetProperty("dataType").GetString());
        var row = Cells(report, 0);
        var id = (await org.QueryAsync("SELECT Id FROM Contact WHERE LastName = 'Person 0001'")).GetProperty("records")[0].GetProperty("Id").GetString()!;
        Assert.Equal(("-", null), row[0]);
        Assert.Equal(("Person 0001", id), row[1]);
        Assert.Equal((id[..15], id), row[2]);
        Assert.Equal("Ajax", row[3].Label);
        Assert.Matches("^001", row[3].Value);
        Assert.Equal(("6/21/1980", "1980-06-21"), row[4]);
        Assert.Matches("^20..-..-..$", row[5].Value);
        Assert.Equal(("false", "False"), row[6]);
    }

    [Theory]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    public async Task Two_thousand_rows_are_shown_and_more_are_owned_up_to(int contacts, bool all)
    {
        await using var org = await SeededAsync(contacts);
        var report = await RunAsync(org, "Flat");
        Assert.Equal(all, report.GetProperty("allData").GetBoolean());
        var facts = report.GetProperty("factMap").GetProperty("T!T");
        Assert.Equal((2000, contacts), (facts.GetProperty("rows").GetArrayLength(), facts.GetProperty("aggregates")[0].GetProperty("value").GetInt32()));
    }

    [Fact]
    public async Task A_summary_groups_sums_and_nests()
    {
        await using var org = await SeededAsync(1);
        await org.SeedAsync("Opportunity", "Name,StageName,CloseDate,Amount,AccountId\na,Prospecting,2026-01-01,10,\nb,Prospecting,2026-01-01,5.5,\nc,Closed Won,2026-01-01,,\n");
        var report = await RunAsync(org, "Deals");

        var groups = report.GetProperty("groupingsDown").GetProperty("groupings").EnumerateArray().ToArray();
        Assert.Equal([("0", "Closed Won"), ("1", "Prospecting")], groups.Select(g => (g.GetProperty("key").GetString()!, g.GetProperty("label").GetString()!)));
        Assert.Equal("1_0", groups[1].GetProperty("groupings")[0].GetProperty("key").GetString());
        Assert.Equal(["T!T", "0!T", "0_0!T", "1!T", "1_0!T"], report.GetProperty("factMap").EnumerateObject().Select(f => f.Name));
        Assert.Equal([15.5, 2], report.GetProperty("factMap").GetProperty("1!T").GetProperty("aggregates").EnumerateArray().Select(a => a.GetProperty("value").GetDouble()));
        Assert.Equal(2, report.GetProperty("factMap").GetProperty("1_0!T").GetProperty("rows").GetArrayLength());
        Assert.Equal(10, report.GetProperty("factMap").GetProperty("1_0!T").GetProperty("rows")[0].GetProperty("dataCells")[1].GetProperty("value").GetProperty("amount").GetDouble());
        Assert.Equal(("SUMMARY", "s!AMOUNT"), (report.GetProperty("reportMetadata").GetProperty("reportFormat").GetString(), report.GetProperty("reportMetadata").GetProperty("aggregates")[0].GetString()));
    }

    [Theory]
    [InlineData("""[{"column":"LAST_NAME","operator":"equals","value":"Person 0002,Person 0003"}]""", 2)]
    [InlineData("""[{"column":"LAST_NAME","operator":"notEqual","value":"Person 0002"}]""", 8)]
    [InlineData("""[{"column":"LAST_NAME","operator":"startsWith","value":"Person 000"}]""", 9)]
    [InlineData("""[{"column":"LAST_NAME","operator":"contains","value":"0004"},{"column":"BIRTHDATE","operator":"greaterThan","value":"1980-01-01"}]""", 1)]
    [InlineData("""[{"column":"LAST_NAME","operator":"notContain","value":"_"}]""", 9)]
    [InlineData("""[{"column":"CREATED_DATE","operator":"lessThan","value":"1999-01-01T00:00:00Z"}]""", 0)]
    public async Task A_caller_may_filter(string filters, int rows)
    {
        await using var org = await SeededAsync(9);
        var report = await org.SendAsync(HttpMethod.Post, $"/analytics/reports/{await IdAsync(org, "Flat")}?includeDetails=true", $$$"""{"reportMetadata":{"reportFilters":{{{filters}}},"detailColumns":["LAST_NAME","EMAIL"],"sortBy":[{"sortColumn":"LAST_NAME","sortOrder":"Desc"}]}}""");
        Assert.Equal(rows, report.GetProperty("factMap").GetProperty("T!T").GetProperty("rows").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"reportMetadata":[]}""", "BAD_REQUEST")]
    [InlineData("""{"reportMetadata":{"reportFilters":[{"column":"NOPE","operator":"equals","value":"x"}]}}""", "BAD_REQUEST")]
    [InlineData("""{"reportMetadata":{"reportFilters":[{"column":"LAST_NAME","operator":"resembles","value":"x"}]}}""", "BAD_REQUEST")]
    [InlineData("""{"reportMetadata":{"reportFilters":[{"column":"BIRTHDATE","operator":"equals","value":"soon"}]}}""", "MALFORMED_QUERY")]
    [InlineData("""{"reportMetadata":""", "JSON_PARSER_ERROR")]
    public async Task A_wish_nobody_can_grant_is_refused(string body, string code)
    {
        await using var org = await SeededAsync(1);
        await org.RefusedAsync(HttpMethod.Post, "/analytics/reports/" + await IdAsync(org, "Flat"), body, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_report_run_in_the_background_is_kept_for_a_day()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var org = await SeededAsync(2, o => o with { TimeProvider = clock });
        var path = "/analytics/reports/" + await IdAsync(org, "Flat") + "/instances";
        var started = await org.SendAsync(HttpMethod.Post, path + "?includeDetails=true", "{}");
        Assert.Equal("New", started.GetProperty("status").GetString());
        Assert.Equal("Success", (await org.GetAsync(path))[0].GetProperty("status").GetString());
        var result = await org.GetAsync($"{path}/{started.GetProperty("id").GetString()}");
        Assert.Equal(("Success", 2), (result.GetProperty("attributes").GetProperty("status").GetString(), result.GetProperty("factMap").GetProperty("T!T").GetProperty("rows").GetArrayLength()));

        clock.Now += TimeSpan.FromHours(25);
        await org.LoginAsync();
        await org.RefusedAsync(HttpMethod.Get, $"{path}/{started.GetProperty("id").GetString()}", null, HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Reports_are_shared_described_and_counted_by_the_hour()
    {
        await using var org = await SeededAsync(1);
        Assert.Equal(["Flat", "Deals"], (await org.GetAsync("/analytics/reports")).EnumerateArray().Select(r => r.GetProperty("name").GetString()));
        var secret = (await org.SendAsync(HttpMethod.Get, "/analytics/reports", client: org.Admin)).EnumerateArray().Last().GetProperty("id").GetString();
        await org.RefusedAsync(HttpMethod.Get, "/analytics/reports/" + secret, null, HttpStatusCode.NotFound, "NOT_FOUND");
        var id = await IdAsync(org, "Deals");
        Assert.True((await org.GetAsync($"/analytics/reports/{id}/describe")).GetProperty("reportExtendedMetadata").GetProperty("groupingColumnInfo").TryGetProperty("STAGE_NAME", out _));
        for (var i = 0; i < 500; i++)
        {
            await org.GetAsync("/analytics/reports/" + id);
        }
        Assert.Equal(0, (await org.GetAsync("/limits")).GetProperty("HourlySyncReportRuns").GetProperty("Remaining").GetInt32());
        await org.RefusedAsync(HttpMethod.Get, "/analytics/reports/" + id, null, HttpStatusCode.Forbidden, "REQUEST_LIMIT_EXCEEDED");
        await org.RefusedAsync(HttpMethod.Put, "/analytics/reports/" + id, new { }, HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
    }

    private static async Task<TestOrg> SeededAsync(int contacts, Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var org = await SchemaOrg.StartAsync(Reports, change);
        await org.SeedAsync("Account", "Name\nAjax\n");
        var account = (await org.QueryAsync("SELECT Id FROM Account")).GetProperty("records")[0].GetProperty("Id").GetString();
        await org.SeedAsync("Contact", "LastName,AccountId,Birthdate\n" + string.Join('\n', Enumerable.Range(1, contacts).Select(i => $"Person {i:0000},{account},1980-06-21")));
        return org;
    }

    private static async Task<string> IdAsync(TestOrg org, string name) =>
        (await org.GetAsync("/analytics/reports")).EnumerateArray().Single(r => r.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;

    private static async Task<JsonElement> RunAsync(TestOrg org, string name) => await org.GetAsync($"/analytics/reports/{await IdAsync(org, name)}?includeDetails=true");

    private static (string Label, string? Value)[] Cells(JsonElement report, int row) =>
        [.. report.GetProperty("factMap").GetProperty("T!T").GetProperty("rows")[row].GetProperty("dataCells").EnumerateArray().Select(c => (c.GetProperty("label").GetString()!, c.GetProperty("value").ValueKind == JsonValueKind.Null ? null : c.GetProperty("value").ToString()))];
}
