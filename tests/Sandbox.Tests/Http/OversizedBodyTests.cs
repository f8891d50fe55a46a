using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

/// <summary>Bodies past what an endpoint takes are refused with 413 before they are read whole, and the org goes on.</summary>
public sealed class OversizedBodyTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData("/services/data/v66.0/sobjects/Contact", "application/json", 65)]
    [InlineData("/services/data/v66.0/composite", "application/json", 65)]
    [InlineData("/services/data/v66.0/jobs/query", "application/json", 65)]
    public async Task A_json_body_past_64_megabytes_is_refused(string path, string type, int megabytes)
    {
        await using var org = await TestOrg.StartAsync();
        using var content = new StreamContent(new Spaces((long)megabytes * Megabyte));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        await RefusedAsync(org, path, content);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_too_much_is_refused()
    {
        await using var org = await TestOrg.StartAsync();
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await new Spaces(65L * Megabyte).CopyToAsync(gzip);
        }
        Assert.True(zipped.Length < Megabyte);
        using var content = new ByteArrayContent(zipped.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        await RefusedAsync(org, TestOrg.Data + "/sobjects/Contact", content);
    }

    [Fact]
    public async Task A_form_past_64_kilobytes_is_refused_as_the_token_endpoint_does()
    {
        await using var org = await TestOrg.StartAsync();
        using var content = new StringContent("grant_type=" + new string('x', 70_000), Encoding.UTF8, "application/x-www-form-urlencoded");
        using var reply = await org.Anonymous.PostAsync(new Uri("/services/oauth2/token", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
        Assert.Equal("invalid_request", JsonElement.Parse(await reply.Content.ReadAsStringAsync()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_upload_past_150_megabytes_is_refused_and_the_job_stays_open()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.CreateAsync(org, "insert");
        using var content = new StreamContent(new Spaces(151L * Megabyte));
        content.Headers.TryAddWithoutValidation("Content-Type", "text/csv");
        using var reply = await org.User.PutAsync(new Uri($"{TestOrg.Data}/jobs/ingest/{job.Id}/batches", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
        Assert.Equal("Open", await job.PollAsync());
    }

    private static async Task RefusedAsync(TestOrg org, string path, HttpContent content)
    {
        using var reply = await org.User.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
        Assert.Equal("REQUEST_ENTITY_TOO_LARGE", JsonElement.Parse(await reply.Content.ReadAsStringAsync())[0].GetProperty("errorCode").GetString());
        await org.CreateAsync(new { LastName = "After" });
    }

    /// <summary>So many spaces, held nowhere.</summary>
    private sealed class Spaces(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(_left, count);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
