using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class QueryCursorsTests
{
    [Fact]
    public async Task A_cursor_is_its_users_own_and_ends_when_left_alone()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var org = await SeededAsync(clock);
        var path = await FirstAsync(org);

        var other = await org.SendAsync(HttpMethod.Get, path, null, HttpStatusCode.BadRequest, org.Admin);
        Assert.Equal("INVALID_QUERY_LOCATOR", other[0].GetProperty("errorCode").GetString());

        clock.Now += TimeSpan.FromMinutes(14);
        Assert.True((await org.GetAsync(path)).GetProperty("done").GetBoolean());
        clock.Now += TimeSpan.FromMinutes(14);
        Assert.Equal(50, (await org.GetAsync(path)).GetProperty("records").GetArrayLength());

        clock.Now += TimeSpan.FromMinutes(16);
        await org.RefusedAsync(HttpMethod.Get, path, null, HttpStatusCode.BadRequest, "INVALID_QUERY_LOCATOR");
    }

    [Fact]
    public async Task Locators_that_name_nothing_are_refused()
    {
        await using var org = await SeededAsync(TimeProvider.System);
        var path = await FirstAsync(org);

        foreach (var wrong in new[] { path[..path.LastIndexOf('-')], path + "1", path + "x", path.Replace("-200", "--1", StringComparison.Ordinal), "/services/data/v66.0/query/01gR0000000001-2000" })
        {
            await org.RefusedAsync(HttpMethod.Get, wrong, null, HttpStatusCode.BadRequest, "INVALID_QUERY_LOCATOR");
        }
    }

    [Fact]
    public async Task The_eleventh_open_query_of_a_user_ends_the_first()
    {
        await using var org = await SeededAsync(TimeProvider.System);
        var first = await FirstAsync(org);
        for (var i = 0; i < 10; i++)
        {
            await FirstAsync(org);
        }
        await org.RefusedAsync(HttpMethod.Get, first, null, HttpStatusCode.BadRequest, "INVALID_QUERY_LOCATOR");
    }

    private static async Task<TestOrg> SeededAsync(TimeProvider clock)
    {
        var org = await TestOrg.StartAsync(o => o with { TimeProvider = clock });
        using var csv = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("LastName\n" + string.Join('\n', Enumerable.Range(1, 250).Select(i => "Person " + i))));
        await org.Server.SeedAsync("Contact", csv, CancellationToken.None);
        return org;
    }

    /// <summary>Asks for the first page of 200 and gives the path of the next.</summary>
    private static async Task<string> FirstAsync(TestOrg org)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, TestOrg.Data + "/query?q=SELECT+Id+FROM+Contact");
        request.Headers.Add("Sforce-Query-Options", "batchSize=200");
        using var reply = await org.User.SendAsync(request);
        return JsonElement.Parse(await reply.Content.ReadAsStringAsync()).GetProperty("nextRecordsUrl").GetString()!;
    }
}
