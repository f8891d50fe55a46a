using ContactSync.EndToEnd.Tests.Crash;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Faults;

/// <summary>An org that answers every kind of call with something else than it was asked for, once or for good.</summary>
public sealed class AnswerTests(AnswerTests.Reference reference) : IClassFixture<AnswerTests.Reference>
{
    [Theory]
    [InlineData(429, "1")]
    [InlineData(503, "-5")]
    [InlineData(503, "Sun, 22 Nov 2020 08:00:00 GMT")]
    [Fault(12)]
    public async Task An_org_that_asks_to_wait_is_asked_again(int status, string retryAfter)
    {
        var headers = new Dictionary<string, string> { ["Retry-After"] = retryAfter };
        await RecoversAsync(Everywhere((method, path) => new { match = new { method, path }, @do = "status", status, code = "SERVER_UNAVAILABLE", headers }));
    }

    [Theory]
    [InlineData(500, "text/html")]
    [InlineData(200, "text/html")]
    [InlineData(200, "application/json")]
    [Fault(13)]
    public async Task A_page_in_the_place_of_an_answer_is_not_taken_for_one(int status, string contentType)
    {
        var body = Page(contentType);
        await RecoversAsync([.. Everywhere((method, path) => new { match = new { method, path }, @do = "status", status, body, contentType }).SkipLast(status == 200 ? 1 : 0)]);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [Fault(13)]
    public async Task A_page_in_the_place_of_the_Contacts_stops_the_run_before_anything_is_decided(string contentType)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { rules = new[] { new { match = new { path = "/query" }, @do = "status", status = 200, body = Page(contentType), contentType } } });

        var stopped = await world.CallAsync("run");

        Assert.True(stopped.ExitCode == 3 && stopped.Err.Contains("answered 200", StringComparison.Ordinal), stopped.ToString());
        Assert.Equal(0, await world.Org.View.IngestJobsAsync());
        await world.DoAsync("run");
        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    [Theory]
    [InlineData(406)]
    [InlineData(431)]
    [Fault(13)]
    public async Task An_answer_that_will_not_change_stops_the_run_which_goes_on_when_it_does(int status)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { rules = new[] { new { match = new { method = "POST", path = "/jobs/ingest/?$", count = 1000 }, @do = "status", status, body = "No." } } });
        var stopped = await world.CallAsync("run");
        Assert.True(stopped.ExitCode == 3 && stopped.Err.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), stopped.ToString());

        await world.Org.View.FaultAsync(new { rules = Array.Empty<object>() });
        await world.DoAsync("resume");
        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    private static string Page(string contentType) =>
        contentType == "text/html" ? "<html>Please log in</html>" : """[{"errorCode":"UNKNOWN_EXCEPTION","message":"Something is wrong"}]""";

    /// <summary>A rule for one call of each kind that a load makes, and last for a query.</summary>
    private static object[] Everywhere(Func<string, string, object> rule) =>
    [
        rule("POST", "/jobs/ingest/?$"), rule("PUT", "/batches/?$"), rule("PATCH", "/jobs/ingest/[^/]+/?$"), rule("GET", "/jobs/ingest/[^/]+/?$"), rule("GET", "/successfulResults/?$"),
        rule("GET", "/failedResults/?$"), rule("GET", "/query"),
    ];

    private async Task RecoversAsync(object[] rules)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");
        await world.Org.View.FaultAsync(new { rules });

        await world.DoAsync("run");

        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
        Assert.Equal(rules.Select(_ => 1), await world.Org.View.StruckAsync());
    }

    public sealed class Reference() : UninterruptedRun("externalId");
}
