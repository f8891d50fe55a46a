using System.Net;
using System.Text.Json;
using ContactSync.Sandbox.Tests.Control;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class ListViewTests
{
    private const string Views = """
        {"listViews":[
          {"object":"Contact","name":"All","label":"All of them","columns":["Name","Account.Name","Email"],"orderBy":"LastName DESC"},
          {"object":"Contact","name":"Mine","label":"Mine","columns":["Name"],"scope":"mine","where":"LastName LIKE 'P%' AND (NOT Email = 'x@example.org')"},
          {"object":"Contact","name":"Secret","label":"Secret","columns":["Name"],"sharedWith":["admin"]},
          {"object":"Lead","name":"Leads","label":"Leads","columns":["Name"]}]}
        """;

    [Fact]
    public async Task A_view_gives_25_rows_unless_told_otherwise_each_value_a_text_or_null()
    {
        await using var org = await SeededAsync(60);
        var id = await IdAsync(org, "All");

        var page = await org.GetAsync($"/sobjects/Contact/listviews/{id}/results");
        Assert.Equal((25, 25, false), (page.GetProperty("size").GetInt32(), page.GetProperty("records").GetArrayLength(), page.GetProperty("done").GetBoolean()));
        Assert.Equal(["Name", "Account.Name", "Email", "Id", "CreatedDate", "LastModifiedDate", "SystemModstamp"], page.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("fieldNameOrPath").GetString()));
        Assert.Equal([false, false, false, true, true, true, true], page.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("hidden").GetBoolean()));
        var cells = page.GetProperty("records")[0].GetProperty("columns").EnumerateArray().ToArray();
        Assert.Equal(("Person 0060", JsonValueKind.Null), (cells[0].GetProperty("value").GetString(), cells[1].GetProperty("value").ValueKind));
        Assert.Matches("^003.{15}$", cells[3].GetProperty("value").GetString());
        Assert.Matches(@"^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d GMT 20\d\d$", cells[4].GetProperty("value").GetString());

        var rest = await org.GetAsync($"/sobjects/Contact/listviews/{id}/results?limit=2000&offset=50");
        Assert.Equal((10, true), (rest.GetProperty("size").GetInt32(), rest.GetProperty("done").GetBoolean()));
    }

    [Fact]
    public async Task A_long_view_is_read_by_the_query_of_its_describe_in_pages_of_2000()
    {
        await using var org = await SeededAsync(4500);
        var describe = await org.GetAsync($"/sobjects/Contact/listviews/{await IdAsync(org, "All")}/describe");
        var page = await org.QueryAsync(describe.GetProperty("query").GetString()!);
        var sizes = new List<int> { page.GetProperty("records").GetArrayLength() };
        while (!page.GetProperty("done").GetBoolean())
        {
            page = await org.GetAsync(page.GetProperty("nextRecordsUrl").GetString()!);
            sizes.Add(page.GetProperty("records").GetArrayLength());
        }
        Assert.Equal([2000, 2000, 500], sizes);
        var calls = (await OrgControl.TextAsync(org, "requests")).Split('\n').Count(line => line.Contains("/query", StringComparison.Ordinal));
        Assert.Equal(3, calls);
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(100_000)]
    public async Task Results_reach_as_far_as_the_offset_may(int most)
    {
        await using var org = await SeededAsync(4500, o => o with { MaxListViewOffset = most });
        var path = $"/sobjects/Contact/listviews/{await IdAsync(org, "All")}/results?limit=2000&offset=";
        Assert.Equal(2000, (await org.GetAsync(path + "0")).GetProperty("size").GetInt32());
        Assert.Equal(2000, (await org.GetAsync(path + "2000")).GetProperty("size").GetInt32());
        if (most > 4000)
        {
            var last = await org.GetAsync(path + "4000");
            Assert.Equal((500, true), (last.GetProperty("size").GetInt32(), last.GetProperty("done").GetBoolean()));
        }
        else
        {
            await org.RefusedAsync(HttpMethod.Get, path + "4000", null, HttpStatusCode.BadRequest, "NUMBER_OUTSIDE_VALID_RANGE");
        }
    }

    [Fact]
    public async Task Describe_says_what_the_view_asks()
    {
        await using var org = await SeededAsync(3);
        var view = await org.GetAsync($"/sobjects/Contact/listviews/{await IdAsync(org, "Mine")}/describe");
        Assert.Equal(("mine", "Contact"), (view.GetProperty("scope").GetString(), view.GetProperty("sobjectType").GetString()));
        var where = view.GetProperty("whereCondition");
        Assert.Equal(("and", 2), (where.GetProperty("conjunction").GetString(), where.GetProperty("conditions").GetArrayLength()));
        Assert.Equal(("LastName", "like", "'P%'"), (where.GetProperty("conditions")[0].GetProperty("field").GetString(), where.GetProperty("conditions")[0].GetProperty("operator").GetString(), where.GetProperty("conditions")[0].GetProperty("values")[0].GetString()));
        Assert.Equal("equals", where.GetProperty("conditions")[1].GetProperty("condition").GetProperty("operator").GetString());
        Assert.Equal(0, (await org.QueryAsync(view.GetProperty("query").GetString()!)).GetProperty("totalSize").GetInt32());
        await org.CreateAsync(new { LastName = "Public" });
        Assert.Equal(1, (await org.GetAsync($"/sobjects/Contact/listviews/Mine/results")).GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task A_view_is_there_only_for_those_it_is_shared_with()
    {
        await using var org = await SeededAsync(1);
        var all = await org.SendAsync(HttpMethod.Get, "/sobjects/Contact/listviews", client: org.Admin);
        var own = await org.GetAsync("/sobjects/Contact/listviews");
        Assert.Equal((3, 2), (all.GetProperty("size").GetInt32(), own.GetProperty("size").GetInt32()));
        var secret = all.GetProperty("listviews").EnumerateArray().Single(v => v.GetProperty("developerName").GetString() == "Secret").GetProperty("id").GetString();
        await org.SendAsync(HttpMethod.Get, $"/sobjects/Contact/listviews/{secret}/results", client: org.Admin);
        await org.RefusedAsync(HttpMethod.Get, $"/sobjects/Contact/listviews/{secret}/results", null, HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Theory]
    [InlineData("All/results?limit=2001", HttpStatusCode.BadRequest, "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("All/results?limit=0", HttpStatusCode.BadRequest, "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("All/results?limit=x", HttpStatusCode.BadRequest, "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("All/results?offset=-1", HttpStatusCode.BadRequest, "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("Nope/results", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("Leads/results", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("All/nonsense", HttpStatusCode.NotFound, "NOT_FOUND")]
    public async Task What_a_view_cannot_give_is_refused(string path, HttpStatusCode status, string code)
    {
        await using var org = await SeededAsync(1);
        await org.RefusedAsync(HttpMethod.Get, "/sobjects/Contact/listviews/" + path, null, status, code);
        await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact/listviews", new { }, HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("""{"listViews":[{"object":"Nope","name":"A","label":"A","columns":["Name"]}]}""", "Nope")]
    [InlineData("""{"listViews":[{"object":"Contact","name":"A","label":"A","columns":["Nope"]}]}""", "Contact.A")]
    [InlineData("""{"listViews":[{"object":"Contact","name":"A","label":"A","columns":["Name"],"scope":"team"}]}""", "everything or mine")]
    [InlineData("""{"reports":[{"object":"Contact","name":"R","label":"R","columns":["Name"],"sums":["LastName"]}]}""", "Report R")]
    [InlineData("""{"reports":[{"object":"Contact","name":"R","label":"R","columns":["Name"],"where":"Name ="}]}""", "Report R")]
    public async Task A_view_or_report_that_cannot_be_run_stops_the_start(string schema, string part)
    {
        var error = await Assert.ThrowsAsync<SandboxSetupException>(() => SchemaOrg.StartAsync(schema));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    private static async Task<TestOrg> SeededAsync(int contacts, Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var org = await SchemaOrg.StartAsync(Views, change);
        await org.SeedAsync("Contact", "LastName\n" + string.Join('\n', Enumerable.Range(1, contacts).Select(i => $"Person {i:0000}")));
        return org;
    }

    private static async Task<string> IdAsync(TestOrg org, string name) => (await org.GetAsync("/sobjects/Contact/listviews")).GetProperty("listviews").EnumerateArray()
        .Single(v => v.GetProperty("developerName").GetString() == name).GetProperty("id").GetString()!;
}
