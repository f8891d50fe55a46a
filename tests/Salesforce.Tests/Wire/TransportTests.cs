using System.Net;
using System.Net.Sockets;
using ContactSync.Salesforce.Tests.Org;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Salesforce.Tests.Wire;

public sealed class TransportTests
{
    private const string Job = "7506g00000DhRA2AAN";

    [Fact]
    public async Task A_read_is_tried_again_until_the_org_is_back()
    {
        var calls = 0;
        await using var org = await ScriptedOrg.StartAsync(context => ++calls < 3 ? UnavailableAsync(context, 503, retryAfter: null) : context.Response.WriteAsJsonAsync(new { }));

        await org.Client().GetLimitsAsync();

        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_read_is_tried_a_bounded_number_of_times_with_growing_pauses()
    {
        var clock = new SkippingClock();
        await using var org = await ScriptedOrg.StartAsync(context => UnavailableAsync(context, 503, retryAfter: null));
        var client = org.Client(o => o with { GetAttempts = 5, FirstRetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromSeconds(3) }, clock);

        await Assert.ThrowsAsync<SalesforceException>(() => client.GetLimitsAsync());

        Assert.Equal(5, client.CallsMade);
        Assert.Equal(4, clock.Pauses.Count);
        Assert.All(clock.Pauses.Zip([1.0, 2.0, 3.0, 3.0]), pair => Assert.InRange(pair.First.TotalSeconds, 0, pair.Second));
        Assert.Equal(4, clock.Pauses.Distinct().Count());
    }

    [Theory]
    [InlineData("2", 2.0)]
    [InlineData("3600", 30.0)]
    public async Task Retry_After_is_honoured_up_to_a_cap(string asked, double waited)
    {
        var clock = new SkippingClock();
        var calls = 0;
        await using var org = await ScriptedOrg.StartAsync(context => ++calls == 1 ? UnavailableAsync(context, 429, asked) : context.Response.WriteAsJsonAsync(new { }));

        await org.Client(o => o with { MaxRetryDelay = TimeSpan.FromSeconds(30) }, clock).GetLimitsAsync();

        Assert.Equal([TimeSpan.FromSeconds(waited)], clock.Pauses);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("upload")]
    [InlineData("close")]
    [InlineData("delete")]
    public async Task A_write_is_never_tried_again(string write)
    {
        await using var org = await ScriptedOrg.StartAsync(context => UnavailableAsync(context, 503, "0"));
        var client = org.Client();

        var failure = await Assert.ThrowsAsync<SalesforceException>(() => WriteAsync(client, write));

        Assert.True(failure.IsTransient);
        Assert.Equal(1, client.CallsMade);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("upload")]
    [InlineData("close")]
    public async Task A_write_without_a_reply_in_time_has_an_unknown_outcome(string write)
    {
        using var over = new CancellationTokenSource();
        await using var org = await ScriptedOrg.StartAsync(context => Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(over.Token, context.RequestAborted).Token));
        var client = org.Client(o => o with { ReplyTimeout = TimeSpan.FromMilliseconds(100) });

        var failure = await Assert.ThrowsAsync<UnknownOutcomeException>(() => WriteAsync(client, write));

        Assert.Contains("no reply within", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, client.CallsMade);
        await over.CancelAsync();
    }

    [Fact]
    public async Task A_write_whose_connection_breaks_has_an_unknown_outcome()
    {
        await using var org = new RawOrg([]);
        using var client = org.Client();

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => WriteAsync(client, "close"));

        Assert.Equal(1, org.Requests);
    }

    [Fact]
    public async Task A_write_whose_reply_is_cut_has_an_unknown_outcome()
    {
        await using var org = new RawOrg(RawOrg.Bytes("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 500", "{\"id\":\""u8));
        using var client = org.Client();

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => WriteAsync(client, "close"));

        Assert.Equal(1, org.Requests);
    }

    [Fact]
    public async Task A_read_whose_reply_is_cut_is_tried_again_and_then_given_up()
    {
        await using var org = new RawOrg(RawOrg.Bytes("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 500", "{\"id\":\""u8));
        using var client = org.Client(o => o with { GetAttempts = 3 });

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => client.GetLimitsAsync());

        Assert.Equal(3, org.Requests);
    }

    [Fact]
    public async Task A_gzip_JSON_body_that_is_cut_is_noticed()
    {
        var packed = Transcript.Gzip("{\"DailyApiRequests\":{\"Max\":15000,\"Remaining\":14998}}"u8.ToArray());
        foreach (var length in new[] { 0, 1, 11, packed.Length / 2, packed.Length - 12 })
        {
            await using var org = new RawOrg(RawOrg.Bytes($"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Encoding: gzip\nContent-Length: {length}", packed.AsSpan(0, length)));
            using var client = org.Client(o => o with { GetAttempts = 1 });
            await Assert.ThrowsAsync<UnknownOutcomeException>(() => client.GetLimitsAsync());
        }
    }

    [Fact]
    public async Task An_org_that_cannot_be_reached_got_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var handler = SalesforceClient.CreateHandler();
        using var client = ScriptedOrg.Client(handler, new Uri($"http://127.0.0.1:{port}"));

        var failure = await Assert.ThrowsAsync<OrgUnreachableException>(() => WriteAsync(client, "create"));

        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_its_cancellation()
    {
        using var stop = new CancellationTokenSource();
        await using var org = await ScriptedOrg.StartAsync(async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var client = org.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Ingest.CloseAsync(Job, stop.Token));
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_not_followed_and_never_sees_the_token()
    {
        var visits = 0;
        await using var evil = await ScriptedOrg.StartAsync(_ =>
        {
            visits++;
            return Task.CompletedTask;
        });
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = evil.Address + "services/data/v66.0/limits";
            return Task.CompletedTask;
        });
        var client = org.Client();

        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.GetLimitsAsync());
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => WriteAsync(client, "create"));

        Assert.Equal(0, visits);
    }

    [Fact]
    public async Task A_host_with_a_certificate_nobody_vouches_for_gets_nothing()
    {
        var visits = 0;
        await using var org = await ScriptedOrg.StartAsync(_ =>
        {
            visits++;
            return Task.CompletedTask;
        }, encrypted: true);

        await Assert.ThrowsAsync<OrgUnreachableException>(() => org.Client().GetLimitsAsync());

        Assert.Equal(0, visits);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_shown_without_markup_and_secrets()
    {
        const string Canary = "00D000000000009!AQ.canary_of_tests";
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync($"<html><script>var x='hidden';</script><h1>Denied\u001b[31m</h1> token {ScriptedOrg.GivenToken}, sid={Canary}, Authorization: Bearer abcdefghijklmnopqrstuvwxyz " + new string('z', 5_000));
        });

        var failure = await Assert.ThrowsAsync<UnexpectedResponseException>(() => org.Client().GetLimitsAsync());

        Assert.StartsWith("Denied", failure.Excerpt, StringComparison.Ordinal);
        Assert.InRange(failure.Excerpt.Length, 6, 201);
        Assert.All(new[] { "<", "hidden", "canary", ScriptedOrg.GivenToken, "abcdefghijklmnop", "\u001b" }, bad => Assert.DoesNotContain(bad, failure.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_servers_clock_is_the_one_of_the_latest_reply()
    {
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            context.Response.Headers.Date = "Sun, 01 Feb 2026 09:00:07 GMT";
            return context.Response.WriteAsJsonAsync(new { });
        });
        var client = org.Client();
        Assert.Null(client.ServerTime);

        await client.GetLimitsAsync();

        Assert.Equal(new DateTimeOffset(2026, 2, 1, 9, 0, 7, TimeSpan.Zero), client.ServerTime);
    }

    [Fact]
    public async Task A_JSON_reply_beyond_its_bound_is_not_taken_in()
    {
        await using var org = await ScriptedOrg.StartAsync(context => context.Response.WriteAsJsonAsync(new string('x', 10_000)));

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => org.Client(o => o with { MaxJsonBytes = 5_000, GetAttempts = 1 }).GetLimitsAsync());
    }

    private static Task WriteAsync(SalesforceClient client, string write) => write switch
    {
        "create" => client.Ingest.CreateAsync(new IngestJobRequest("Contact", IngestOperation.Insert)),
        "upload" => client.Ingest.UploadAsync(Job, (stream, ct) => stream.WriteAsync("Id\n"u8.ToArray(), ct).AsTask()),
        "close" => client.Ingest.CloseAsync(Job),
        _ => client.Ingest.DeleteAsync(Job),
    };

    private static async Task UnavailableAsync(HttpContext context, int status, string? retryAfter)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsJsonAsync(new[] { new { message = "busy", errorCode = "SERVER_UNAVAILABLE" } });
    }

    /// <summary>A clock on which pauses are over at once and time limits, which are started later, never run out.</summary>
    private sealed class SkippingClock : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            Pauses.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
