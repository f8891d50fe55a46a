using System.Net;
using ContactSync.Sandbox.Tests.Control;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class ReplicationEndpointsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);

    [Fact]
    public async Task Changes_and_deletions_of_a_span_are_listed_and_the_next_span_begins_where_it_ends()
    {
        var clock = new MovableClock(Noon);
        await using var org = await TestOrg.StartAsync(o => o with { TimeProvider = clock });
        var kept = await org.CreateAsync(new { LastName = "Kept" });
        var gone = await org.CreateAsync(new { LastName = "Gone" });
        clock.Now = Noon.AddMinutes(5);
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + gone, null, HttpStatusCode.NoContent);
        clock.Now = Noon.AddMinutes(10);

        var updated = await org.GetAsync("/sobjects/Contact/updated/?start=2026-03-01T12:00:59%2B00:00&end=2026-03-01T12:08:59Z");
        var deleted = await org.GetAsync("/sobjects/Contact/deleted?start=2026-03-01T12:00:00Z&end=2026-03-01T13:00:00Z");

        Assert.Equal([kept], updated.GetProperty("ids").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal("2026-03-01T12:08:00.000+0000", updated.GetProperty("latestDateCovered").GetString());
        var row = Assert.Single(deleted.GetProperty("deletedRecords").EnumerateArray());
        Assert.Equal((gone, "2026-03-01T12:05:30.000+0000"), (row.GetProperty("id").GetString(), row.GetProperty("deletedDate").GetString()));
        Assert.Equal("2026-03-01T12:10:00.000+0000", deleted.GetProperty("latestDateCovered").GetString());
        Assert.Equal("2026-02-14T12:10:00.000+0000", deleted.GetProperty("earliestDateAvailable").GetString());
    }

    [Fact]
    public async Task Spans_that_follow_each_other_miss_nothing()
    {
        var clock = new MovableClock(Noon);
        await using var org = await TestOrg.StartAsync(o => o with { TimeProvider = clock });
        var seen = new HashSet<string>();
        var made = new HashSet<string>();
        var start = "2026-03-01T12:00:00.000+0000";
        for (var i = 0; i < 8; i++)
        {
            made.Add(await org.CreateAsync(new { LastName = "Person " + i }));
            var end = clock.Now.AddMinutes(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            var reply = await org.GetAsync($"/sobjects/Contact/updated?start={Uri.EscapeDataString(start)}&end={end}");
            seen.UnionWith(reply.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!));
            start = reply.GetProperty("latestDateCovered").GetString()!;
            made.Add(await org.CreateAsync(new { LastName = "Late " + i }));
            clock.Now = clock.Now.AddSeconds(47);
        }
        clock.Now = clock.Now.AddMinutes(2);
        var last = await org.GetAsync($"/sobjects/Contact/updated?start={Uri.EscapeDataString(start)}&end=2026-03-01T13:00:00Z");
        seen.UnionWith(last.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!));

        Assert.Equal(made.Order(), seen.Order());
    }

    [Fact]
    public async Task What_is_stamped_and_not_visible_yet_holds_the_covered_date_back()
    {
        var clock = new MovableClock(Noon);
        await using var org = await TestOrg.StartAsync(o => o with { TimeProvider = clock });
        await OrgControl.PostAsync(org, "pace", new { visibleAfterSeconds = 600 });
        var late = org.CreateAsync(new { LastName = "Late" });
        while (org.Server.StampedAhead is null)
        {
            await Task.Delay(5);
        }
        clock.Now = Noon.AddMinutes(5);

        var before = await org.GetAsync("/sobjects/Contact/updated?start=2026-03-01T12:00:00Z&end=2026-03-01T12:04:00Z");
        Assert.Equal((0, "2026-03-01T12:00:00.000+0000"), (before.GetProperty("ids").GetArrayLength(), before.GetProperty("latestDateCovered").GetString()));
        await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 700 });
        var made = await late;
        Assert.Equal([made], (await org.GetAsync("/sobjects/Contact/updated?start=2026-03-01T12:00:00Z&end=2026-03-01T12:04:00Z")).GetProperty("ids").EnumerateArray().Select(i => i.GetString()));
    }

    [Theory]
    [InlineData("updated?start=2026-03-01T12:00:00Z&end=2026-03-01T12:00:59Z", "INVALID_REPLICATION_DATE")]
    [InlineData("updated?start=2026-01-29T12:00:00Z&end=2026-03-01T12:00:00Z", "INVALID_REPLICATION_DATE")]
    [InlineData("deleted?start=2026-02-13T12:00:00Z&end=2026-03-01T12:00:00Z", "INVALID_REPLICATION_DATE")]
    [InlineData("deleted?start=yesterday&end=2026-03-01T12:00:00Z", "INVALID_REPLICATION_DATE")]
    [InlineData("updated?start=2026-03-01T11:00:00+00:00&end=2026-03-01T12:00:00Z", "INVALID_REPLICATION_DATE")]
    [InlineData("updated?start=2026-03-01T12:00:00Z", "MISSING_ARGUMENT")]
    public async Task A_span_out_of_bounds_is_refused(string call, string code)
    {
        await using var org = await TestOrg.StartAsync(o => o with { TimeProvider = new MovableClock(Noon) });
        await org.RefusedAsync(HttpMethod.Get, "/sobjects/Contact/" + call, null, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task More_ids_than_a_reply_takes_are_refused()
    {
        await using var org = await TestOrg.StartAsync(o => o with { ReplicationIds = 2, TimeProvider = new MovableClock(Noon) });
        for (var i = 0; i < 3; i++)
        {
            await org.CreateAsync(new { LastName = "Person " + i });
        }
        await org.RefusedAsync(HttpMethod.Get, "/sobjects/Contact/updated?start=2026-03-01T12:00:00Z&end=2026-03-01T12:01:00Z", null, HttpStatusCode.BadRequest, "EXCEEDED_ID_LIMIT");
    }

    [Fact]
    public async Task What_cannot_be_replicated_or_is_no_object_is_refused()
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Get, "/sobjects/Nope/updated?start=a&end=b", null, HttpStatusCode.NotFound, "NOT_FOUND");
        await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact/deleted", new { }, HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
    }
}
