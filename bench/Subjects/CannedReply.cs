using System.Net;
using System.Net.Http.Headers;

namespace ContactSync.Bench.Subjects;

/// <summary>Answers every request with the same CSV out of memory, so that parsing is measured and no socket.</summary>
internal sealed class CannedReply(byte[] csv) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(csv)) };
        reply.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return Task.FromResult(reply);
    }
}
