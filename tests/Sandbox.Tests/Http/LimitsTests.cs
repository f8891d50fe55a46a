using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class LimitsTests
{
    [Fact]
    public async Task Requests_count_down_to_a_refusal_and_come_back_after_a_day()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var org = await TestOrg.StartAsync(o => o with { DailyApiRequests = 2, TimeProvider = clock });
        Assert.Equal(1, (await org.GetAsync("/limits")).GetProperty("DailyApiRequests").GetProperty("Remaining").GetInt32());
        await org.GetAsync("/limits");
        var error = await org.RefusedAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Forbidden, "REQUEST_LIMIT_EXCEEDED");
        Assert.Equal("TotalRequests Limit exceeded.", error.GetProperty("message").GetString());

        clock.Now += TimeSpan.FromHours(25);
        await org.LoginAsync();
        Assert.Equal(1, (await org.GetAsync("/limits")).GetProperty("DailyApiRequests").GetProperty("Remaining").GetInt32());
    }

    [Fact]
    public async Task Too_many_requests_that_run_for_long_refuse_the_next()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var org = await TestOrg.StartAsync(o => o with { ConcurrentLongRequests = 2, TimeProvider = clock });
        using var held = new SemaphoreSlim(0);
        var slow = Enumerable.Range(0, 2).Select(_ => new HeldContent(held)).ToArray();
        var running = slow.Select(s => org.User.PostAsync(new Uri(TestOrg.Data + "/sobjects/Contact", UriKind.Relative), s)).ToArray();
        await Task.WhenAll(slow.Select(s => s.Begun));

        await org.GetAsync("/limits");
        while (await StatusAsync(org, clock) == HttpStatusCode.OK)
        {
            // The server may not have seen the head of both requests yet.
            await Task.Delay(20);
        }
        var error = await org.RefusedAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Forbidden, "REQUEST_LIMIT_EXCEEDED");
        Assert.Equal("ConcurrentRequests (Concurrent API Requests) Limit exceeded.", error.GetProperty("message").GetString());
        held.Release(2);
        Assert.All(await Task.WhenAll(running), r => Assert.Equal(HttpStatusCode.Created, r.StatusCode));
        await org.GetAsync("/limits");
    }

    [Fact]
    public async Task Query_jobs_and_batches_have_daily_limits()
    {
        await using var org = await TestOrg.StartAsync(o => o with { DailyQueryJobs = 1, DailyBulkBatches = 2, BatchRows = 2, Seed = 3 });
        var query = new { operation = "query", query = "SELECT Id FROM Contact" };
        await org.SendAsync(HttpMethod.Post, "/jobs/query", query);
        await org.RefusedAsync(HttpMethod.Post, "/jobs/query", query, HttpStatusCode.BadRequest, "EXCEEDEDQUOTA");

        var job = await TestJob.RunAsync(org, "insert", "LastName\na\nb\nc\nd\ne\n");
        var info = await job.InfoAsync();
        Assert.Equal(("Failed", "ExceededQuota : ApiBatchItems Limit exceeded."), (info.GetProperty("state").GetString(), info.GetProperty("errorMessage").GetString()));
        Assert.Equal("LastName\n\"e\"\n", await job.ResultAsync("unprocessedrecords"));
        await org.RefusedAsync(HttpMethod.Post, "/jobs/ingest", new { @object = "Contact", operation = "insert" }, HttpStatusCode.BadRequest, "EXCEEDEDQUOTA");

        var limits = await org.GetAsync("/limits");
        Assert.Equal((0, 2), (limits.GetProperty("DailyBulkApiBatches").GetProperty("Remaining").GetInt32(), limits.GetProperty("DailyBulkApiBatches").GetProperty("Max").GetInt32()));
        Assert.Equal(0, limits.GetProperty("DailyBulkV2QueryJobs").GetProperty("Remaining").GetInt32());

        await org.RestartAsync();
        Assert.Equal(0, (await org.GetAsync("/limits")).GetProperty("DailyBulkApiBatches").GetProperty("Remaining").GetInt32());
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("deflate, gzip;q=0.5", true)]
    [InlineData("deflate, br", false)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    public async Task Replies_are_gzipped_only_when_the_client_takes_that(string accept, bool gzipped)
    {
        await using var org = await TestOrg.StartAsync();
        using var describe = new HttpRequestMessage(HttpMethod.Get, TestOrg.Data + "/sobjects/Contact/describe");
        describe.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        using var reply = await org.User.SendAsync(describe);
        Assert.Equal(gzipped ? ["gzip"] : [], reply.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task An_upload_may_be_gzipped_and_chunked_and_a_broken_one_leaves_no_trace()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.CreateAsync(org, "insert");
        var zipped = Gzip("LastName\nOne\nTwo\n");

        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(org, job, zipped[..^12]));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(org, job, Encoding.UTF8.GetBytes("LastName\nPlain\n")));
        Assert.Equal(HttpStatusCode.Created, await PutAsync(org, job, zipped));
        await job.CloseAsync();
        Assert.Equal(2, (await job.WaitAsync()).GetProperty("numberRecordsProcessed").GetInt32());
    }

    [Fact]
    public async Task A_body_with_another_coding_is_an_unsupported_media_type()
    {
        await using var org = await TestOrg.StartAsync();
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("br");
        using var reply = await org.User.PostAsync(TestOrg.Data + "/sobjects/Contact", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.StatusCode);
        Assert.Equal("UNSUPPORTED_MEDIA_TYPE", JsonElement.Parse(await reply.Content.ReadAsStringAsync())[0].GetProperty("errorCode").GetString());
    }

    private static async Task<HttpStatusCode> StatusAsync(TestOrg org, MovableClock clock)
    {
        clock.Now += TimeSpan.FromSeconds(20);
        using var reply = await org.User.GetAsync(TestOrg.Data + "/limits");
        return reply.StatusCode;
    }

    private static async Task<HttpStatusCode> PutAsync(TestOrg org, TestJob job, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{TestOrg.Data}/jobs/ingest/{job.Id}/batches") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "text/csv");
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.TransferEncodingChunked = true;
        using var reply = await org.User.SendAsync(request);
        return reply.StatusCode;
    }

    private static byte[] Gzip(string text)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }
        return zipped.ToArray();
    }

    /// <summary>A body whose end is sent when the semaphore is released.</summary>
    private sealed class HeldContent : HttpContent
    {
        private readonly SemaphoreSlim _held;
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldContent(SemaphoreSlim held)
        {
            _held = held;
            Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        public Task Begun => _begun.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("{\"LastName\":"u8.ToArray());
            await stream.FlushAsync();
            _begun.SetResult();
            await _held.WaitAsync();
            await stream.WriteAsync("\"Held\"}"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
