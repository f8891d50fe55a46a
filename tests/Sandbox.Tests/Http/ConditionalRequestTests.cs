using System.Globalization;
using System.Net;
using System.Text;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class ConditionalRequestTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 2, 21, 33, 43, TimeSpan.Zero);

    [Theory]
    [InlineData("If-Modified-Since", -1, HttpStatusCode.OK)]
    [InlineData("If-Modified-Since", 0, HttpStatusCode.NotModified)]
    [InlineData("If-Unmodified-Since", -1, HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Unmodified-Since", 0, HttpStatusCode.OK)]
    public async Task A_record_is_read_as_the_time_of_its_last_change_asks(string header, int seconds, HttpStatusCode status)
    {
        await using var org = await StartAsync();
        var id = await org.CreateAsync(new { LastName = "Kept" });
        using var reply = await SendAsync(org, HttpMethod.Get, "Contact/" + id, (header, At(seconds)));
        Assert.Equal(status, reply.StatusCode);
        Assert.Equal(Then, reply.Content.Headers.LastModified);
        Assert.Equal(status == HttpStatusCode.NotModified, (await reply.Content.ReadAsByteArrayAsync()).Length == 0);
        Assert.Null(reply.Headers.ETag);
    }

    [Fact]
    public async Task A_record_changed_meanwhile_is_not_written()
    {
        await using var org = await StartAsync();
        var id = await org.CreateAsync(new { LastName = "Kept" });
        using (var late = await SendAsync(org, HttpMethod.Patch, "Contact/" + id, ("If-Unmodified-Since", At(-1)), "{\"LastName\":\"Lost\"}"))
        {
            Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        }
        Assert.Equal("Kept", (await org.GetAsync("/sobjects/Contact/" + id)).GetProperty("LastName").GetString());
        using var timely = await SendAsync(org, HttpMethod.Patch, "Contact/" + id, ("If-Unmodified-Since", At(0)), "{\"LastName\":\"Changed\"}");
        Assert.Equal(HttpStatusCode.NoContent, timely.StatusCode);
    }

    [Fact]
    public async Task An_account_has_a_tag_that_its_next_change_outdates()
    {
        await using var org = await StartAsync();
        var id = (await org.SendAsync(HttpMethod.Post, "/sobjects/Account", new { Name = "Lorem" }, HttpStatusCode.Created)).GetProperty("id").GetString();
        using var read = await SendAsync(org, HttpMethod.Get, "Account/" + id, ("X-PrettyPrint", "0"));
        var tag = read.Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(org, HttpMethod.Get, id, ("If-None-Match", $"\"x\", {tag[..^1]}-gzip\"")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(org, HttpMethod.Get, id, ("If-Match", tag)));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await StatusAsync(org, HttpMethod.Patch, id, ("If-None-Match", tag), "{\"Name\":\"A\"}"));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(org, HttpMethod.Patch, id, ("If-Match", tag), "{\"Name\":\"A\"}"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await StatusAsync(org, HttpMethod.Patch, id, ("If-Match", tag), "{\"Name\":\"B\"}"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await StatusAsync(org, HttpMethod.Get, id, ("If-Match", tag)));
        Assert.Equal("A", (await org.GetAsync("/sobjects/Account/" + id)).GetProperty("Name").GetString());
    }

    [Theory]
    [InlineData("If-Unmodified-Since", "yesterday")]
    [InlineData("If-Match", "no-quotes")]
    [InlineData("If-None-Match", "no-quotes")]
    public async Task A_condition_nobody_can_read_refuses_a_write_alone(string header, string value)
    {
        await using var org = await StartAsync();
        var id = (await org.SendAsync(HttpMethod.Post, "/sobjects/Account", new { Name = "Lorem" }, HttpStatusCode.Created)).GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(org, HttpMethod.Patch, id, (header, value), "{\"Name\":\"A\"}"));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(org, HttpMethod.Delete, id, (header, value)));
    }

    private static Task<TestOrg> StartAsync() => TestOrg.StartAsync(o => o with { TimeProvider = new FixedClock(Then) });

    private static string At(int seconds) => Then.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);

    private static async Task<HttpStatusCode> StatusAsync(TestOrg org, HttpMethod method, string? id, (string Name, string Value) header, string? body = null)
    {
        using var reply = await SendAsync(org, method, "Account/" + id, header, body);
        return reply.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestOrg org, HttpMethod method, string path, (string Name, string Value) header, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{TestOrg.Data}/sobjects/{path}") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await org.User.SendAsync(request);
    }
}
