using System.Globalization;
using System.Net;
using System.Text.Json;
using ContactSync.Sandbox.Tests.Http;

namespace ContactSync.Sandbox.Tests.Bulk;

public sealed class QueryJobTests
{
    // The larger number is past where rows are scattered run by run, and no multiple of a run.
    [Theory]
    [InlineData(2500, 600)]
    [InlineData(4150, 1000)]
    public async Task Pages_by_locator_hold_every_row_once_and_can_be_fetched_again(int rows, int page)
    {
        await using var org = await QueryEndpointsTests.SeededAsync(rows);
        var id = await RunAsync(org, "SELECT Id, LastName, Title FROM Contact");
        var pages = new List<string>();
        string? locator = null;
        do
        {
            var (text, count, next) = await PageAsync(org, id, $"?maxRecords={page}{(locator is null ? "" : "&locator=" + locator)}");
            Assert.StartsWith("\"Id\",\"LastName\",\"Title\"\n", text);
            Assert.Equal(count, text.Count(c => c == '\n') - 1);
            Assert.Equal(text, (await PageAsync(org, id, $"?maxRecords={page}{(locator is null ? "" : "&locator=" + locator)}")).Text);
            pages.Add(text);
            locator = next;
        }
        while (locator != "null");

        var ids = pages.SelectMany(p => p.TrimEnd('\n').Split('\n').Skip(1)).Select(l => l.Split(',')[0]).ToList();
        Assert.Equal(5, pages.Count);
        Assert.Equal(rows, ids.Count);
        Assert.Equal(rows, ids.Distinct().Count());
        Assert.NotEqual(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(pages[0].TrimEnd('\n').Split('\n').Skip(1), l => Assert.EndsWith(",\"\"", l));
    }

    [Fact]
    public async Task An_empty_result_is_the_header_alone_and_the_locator_the_word_null()
    {
        await using var org = await TestOrg.StartAsync();
        var (text, count, next) = await PageAsync(org, await RunAsync(org, "SELECT Id, Account.Name FROM Contact"), "");
        Assert.Equal("\"Id\",\"Account.Name\"\n", text);
        Assert.Equal(0, count);
        Assert.Equal("null", next);
    }

    [Fact]
    public async Task Ordered_queries_keep_their_order()
    {
        await using var org = await QueryEndpointsTests.SeededAsync(20);
        var (text, _, _) = await PageAsync(org, await RunAsync(org, "SELECT Email, SystemModstamp FROM Contact WHERE Email LIKE 'p_@%' ORDER BY Email LIMIT 2"), "");
        Assert.Equal("\"Email\",\"SystemModstamp\"\n\"p0@example.org\",\"2026-01-01T00:00:00.000Z\"\n\"p1@example.org\",\"2026-01-01T00:00:00.000Z\"\n", text);
    }

    [Fact]
    public async Task Semi_joins_and_named_dates_select_rows_as_over_rest()
    {
        await using var org = await QueryEndpointsTests.SeededAsync(20);
        var (text, count, _) = await PageAsync(org, await RunAsync(org, "SELECT Email FROM Contact WHERE OwnerId IN (SELECT Id FROM User WHERE IsActive = true) AND Birthdate < THIS_YEAR AND LastName LIKE '%n 7'"), "");
        Assert.Equal(("\"Email\"\n\"p7@example.org\"\n", 1), (text, count));
    }

    [Fact]
    public async Task The_order_holds_over_many_blocks_and_a_locator_finds_any_row()
    {
        await using var org = await QueryEndpointsTests.SeededAsync(13_500);
        var id = await RunAsync(org, "SELECT Email FROM Contact ORDER BY Email");
        var emails = new List<string>();
        for (var locator = ""; locator != "null";)
        {
            var (text, _, next) = await PageAsync(org, id, "?maxRecords=1777&locator=" + locator);
            emails.AddRange(text.TrimEnd('\n').Split('\n').Skip(1));
            locator = next;
        }

        Assert.Equal(Enumerable.Range(0, 13_500).Select(i => $"\"p{i}@example.org\"").Order(StringComparer.OrdinalIgnoreCase), emails);
    }

    [Fact]
    public async Task Result_pages_are_listed_with_their_urls()
    {
        await using var org = await TestOrg.StartAsync(o => o with { QueryPageRows = 3 });
        await org.Server.SeedAsync("Contact", new MemoryStream("LastName\na\nb\nc\nd\ne\nf\ng\n"u8.ToArray()), CancellationToken.None);
        var id = await RunAsync(org, "SELECT Id FROM Contact");
        var pages = await org.GetAsync($"/jobs/query/{id}/resultPages");
        Assert.True(pages.GetProperty("done").GetBoolean());
        Assert.Equal(3, pages.GetProperty("resultPages").GetArrayLength());
        using var last = await org.User.GetAsync(pages.GetProperty("resultPages")[2].GetProperty("resultUrl").GetString());
        Assert.Equal("1", last.Headers.GetValues("Sforce-NumberOfRecords").Single());
    }

    [Fact]
    public async Task States_and_versions_are_guarded()
    {
        await using var org = await TestOrg.StartAsync();
        var created = await org.SendAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query = "SELECT Id FROM Contact" });
        var path = "/jobs/query/" + created.GetProperty("id").GetString();
        Assert.Equal("UploadComplete", created.GetProperty("state").GetString());
        await org.RefusedAsync(HttpMethod.Get, path + "/results", null, HttpStatusCode.BadRequest, "INVALIDJOBSTATE");
        await org.RefusedAsync(HttpMethod.Delete, path, null, HttpStatusCode.BadRequest, "API_ERROR");
        while ((await org.GetAsync(path)).GetProperty("state").GetString() != "JobComplete")
        {
            await Task.Delay(20);
        }
        await org.SendAsync(HttpMethod.Get, "/services/data/v65.0" + path + "/results", null, HttpStatusCode.Conflict);
        var error = await org.RefusedAsync(HttpMethod.Patch, path, new { state = "Aborted" }, HttpStatusCode.BadRequest, "INVALIDJOBSTATE");
        Assert.Equal("Aborting already Completed Job not allowed", error.GetProperty("message").GetString());
        await org.SendAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent);
        await org.RefusedAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Theory]
    [InlineData("SELECT COUNT(Id) FROM Contact", "FEATURENOTENABLED")]
    [InlineData("SELECT Id FROM Contact OFFSET 5", "FEATURENOTENABLED")]
    [InlineData("SELECT MailingAddress FROM Contact", "FEATURENOTENABLED")]
    [InlineData("SELECT Nope FROM Contact", "INVALID_FIELD")]
    [InlineData("SELECT", "MALFORMED_QUERY")]
    public async Task Queries_bulk_does_not_take_are_refused_at_create(string query, string code)
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query }, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Query_all_brings_the_recycle_bin()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(new { LastName = "Gone" });
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + id, null, HttpStatusCode.NoContent);
        Assert.Equal(0, (await PageAsync(org, await RunAsync(org, "SELECT Id FROM Contact"), "")).Count);
        Assert.Equal($"\"Id\",\"IsDeleted\"\n\"{id}\",\"true\"\n", (await PageAsync(org, await RunAsync(org, "SELECT Id, IsDeleted FROM Contact", "queryAll"), "")).Text);
    }

    [Fact]
    public async Task Results_are_there_after_a_restart()
    {
        await using var org = await QueryEndpointsTests.SeededAsync(20);
        var id = await RunAsync(org, "SELECT Id, Name FROM Contact");
        var before = await PageAsync(org, id, "");
        await org.RestartAsync();
        Assert.Equal(before, await PageAsync(org, id, ""));
    }

    private static async Task<string> RunAsync(TestOrg org, string query, string operation = "query")
    {
        var id = (await org.SendAsync(HttpMethod.Post, "/jobs/query", new { operation, query })).GetProperty("id").GetString()!;
        JsonElement info;
        do
        {
            await Task.Delay(10);
            info = await org.GetAsync("/jobs/query/" + id);
        }
        while (info.GetProperty("state").GetString() is "InProgress" or "UploadComplete");
        Assert.Equal("JobComplete", info.GetProperty("state").GetString());
        return id;
    }

    private static async Task<(string Text, int Count, string Next)> PageAsync(TestOrg org, string id, string query)
    {
        using var reply = await org.User.GetAsync(new Uri($"{TestOrg.Data}/jobs/query/{id}/results{query}", UriKind.Relative));
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        return (text, int.Parse(reply.Headers.GetValues("Sforce-NumberOfRecords").Single(), CultureInfo.InvariantCulture), reply.Headers.GetValues("Sforce-Locator").Single());
    }
}
