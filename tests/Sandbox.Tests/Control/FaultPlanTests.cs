using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Control;

public sealed class FaultPlanTests
{
    [Fact]
    public async Task A_lost_reply_is_done_and_never_answered()
    {
        await using var org = await TestOrg.StartAsync();
        await org.FaultAsync(new { method = "POST", path = "/sobjects/Contact" }, "lostReply");
        await Assert.ThrowsAsync<HttpRequestException>(() => org.CreateAsync(new { LastName = "A" }));
        Assert.Equal(1, await org.Server.CountAsync("Contact"));
        await org.CreateAsync(new { LastName = "B" });
    }

    [Fact]
    public async Task A_reset_before_leaves_nothing_done()
    {
        await using var org = await TestOrg.StartAsync();
        await org.FaultAsync(new { method = "POST", path = "/sobjects/Contact" }, "reset", "before");
        await Assert.ThrowsAsync<HttpRequestException>(() => org.CreateAsync(new { LastName = "A" }));
        Assert.Equal(0, await org.Server.CountAsync("Contact"));
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 1)]
    public async Task A_status_comes_before_or_after_the_deed(string when, int count)
    {
        await using var org = await TestOrg.StartAsync();
        await org.FaultAsync(new { path = "/sobjects/Contact" }, "status", when, status: 503);
        await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", new { LastName = "A" }, HttpStatusCode.ServiceUnavailable, "SERVER_UNAVAILABLE");
        Assert.Equal(count, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task A_rule_strikes_the_nth_match_and_as_many_as_it_says()
    {
        await using var org = await TestOrg.StartAsync();
        await org.FaultAsync(new { path = "/limits$", nth = 2, count = 2 }, "status", "before", status: 401);
        await org.GetAsync("/limits");
        await org.RefusedAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Unauthorized, "INVALID_SESSION_ID");
        await org.RefusedAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Unauthorized, "INVALID_SESSION_ID");
        await org.GetAsync("/limits");
        var struck = await org.ControlAsync(HttpMethod.Get, "faults");
        Assert.Equal(2, struck.GetProperty("struck")[0].GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_truncated_body_ends_well_formed_unless_its_length_is_kept(bool keepLength)
    {
        await using var org = await TestOrg.StartAsync();
        await org.FaultAsync(new { path = "describe" }, "truncate", bytes: 100, keepLength: keepLength);
        var read = () => org.User.GetStringAsync(new Uri(TestOrg.Data + "/sobjects/Contact/describe", UriKind.Relative));
        if (keepLength)
        {
            await Assert.ThrowsAsync<HttpRequestException>(read);
        }
        else
        {
            Assert.Equal(100, (await read()).Length);
        }
    }

    [Fact]
    public async Task A_truncated_gzip_body_is_still_sound_gzip()
    {
        await using var org = await TestOrg.StartAsync();
        await org.FaultAsync(new { path = "describe" }, "truncate", bytes: 100);
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = org.Server.BaseAddress };
        client.DefaultRequestHeaders.Authorization = org.User.DefaultRequestHeaders.Authorization;
        Assert.Equal(100, (await client.GetStringAsync(new Uri(TestOrg.Data + "/sobjects/Contact/describe", UriKind.Relative))).Length);
    }

    [Fact]
    public async Task A_reset_in_the_middle_breaks_the_reply()
    {
        await using var org = await TestOrg.StartAsync();
        await org.FaultAsync(new { path = "describe" }, "reset", "midBody", bytes: 64);
        var describe = new Uri(TestOrg.Data + "/sobjects/Contact/describe", UriKind.Relative);
        var broken = await Assert.ThrowsAsync<HttpRequestException>(() => org.User.GetByteArrayAsync(describe));
        Assert.IsType<IOException>(broken.InnerException, exactMatch: false);
        Assert.NotEmpty(await org.User.GetByteArrayAsync(describe));
    }

    [Fact]
    public async Task An_upload_cut_off_leaves_the_job_open_and_empty()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.CreateAsync(org, "insert");
        await org.FaultAsync(new { method = "PUT" }, "reset", "midUpload", bytes: 20);
        await Assert.ThrowsAsync<HttpRequestException>(() => job.UploadAsync(Encoding.UTF8.GetBytes("LastName\n" + new string('x', 5000))));
        Assert.Equal("Open", await job.PollAsync());
        await job.UploadAsync("LastName\nA\n"u8.ToArray());
        await job.CloseAsync();
        await job.WaitAsync();
        Assert.Equal(1, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task A_stall_holds_the_reply_back()
    {
        await using var org = await TestOrg.StartAsync();
        await org.FaultAsync(new { path = "/limits" }, "stall", "before", seconds: 600);
        using var patience = new CancellationTokenSource(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => org.User.GetAsync(new Uri(TestOrg.Data + "/limits", UriKind.Relative), patience.Token));
        await org.ControlAsync(HttpMethod.Delete, "faults");
        await org.GetAsync("/limits");
    }

    [Theory]
    [InlineData("{\"rules\":[{\"do\":\"explode\"}]}")]
    [InlineData("{\"rules\":[{}]}")]
    [InlineData("{\"rules\":[{\"do\":\"reset\",\"match\":{\"path\":\"(\"}}]}")]
    [InlineData("{}")]
    [InlineData("no json")]
    public async Task A_plan_that_makes_no_sense_is_refused(string plan)
    {
        await using var org = await TestOrg.StartAsync();
        using var client = new HttpClient { BaseAddress = org.Server.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Sandbox-Token", org.Server.ControlToken);
        using var reply = await client.PostAsync("/__control/faults", new StringContent(plan));
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
    }
}
