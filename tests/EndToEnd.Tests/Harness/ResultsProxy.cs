using System.Net;
using System.Text;

namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>
/// Stands between the engine and the org, on a socket of its own, and writes the CSV of ingest results anew as another server might send it; all else passes through.
/// </summary>
internal sealed class ResultsProxy : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _org;
    private readonly Func<byte[], byte[]> _rewrite;
    private readonly Task _serving;

    private ResultsProxy(Uri org, Uri address, Func<byte[], byte[]> rewrite)
    {
        _org = new HttpClient { BaseAddress = org };
        _rewrite = rewrite;
        Address = address;
        _listener.Prefixes.Add(address.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where the engine is to call.</summary>
    public Uri Address { get; }

    /// <summary>Results that were written anew.</summary>
    public int Rewritten { get; private set; }

    public static ResultsProxy Start(Uri org, Func<byte[], byte[]> rewrite)
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new ResultsProxy(org, new Uri($"http://127.0.0.1:{port}/"), rewrite);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _org.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (!_listener.IsListening && e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), new Uri(_org.BaseAddress!, context.Request.RawUrl!));
        if (context.Request.HasEntityBody)
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        if (context.Request.Headers["Authorization"] is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var reply = await _org.SendAsync(request);
        var bytes = await reply.Content.ReadAsByteArrayAsync();
        if (context.Request.Url!.AbsolutePath.EndsWith("Results", StringComparison.Ordinal) && reply.Content.Headers.ContentType?.MediaType == "text/csv" && bytes.Length > 0)
        {
            bytes = _rewrite(bytes);
            Rewritten++;
        }

        if (context.Request.Url.AbsolutePath == "/services/oauth2/token")
        {
            // A token is good for the address that it names.
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace(_org.BaseAddress!.Authority, Address.Authority, StringComparison.Ordinal));
        }

        context.Response.StatusCode = (int)reply.StatusCode;
        context.Response.ContentType = reply.Content.Headers.ContentType?.ToString();
        foreach (var header in reply.Headers.Where(h => h.Key.StartsWith("Sforce-", StringComparison.OrdinalIgnoreCase) || h.Key == "Date"))
        {
            context.Response.Headers[header.Key] = string.Join(',', header.Value);
        }

        if (reply.StatusCode != HttpStatusCode.NoContent)
        {
            await context.Response.OutputStream.WriteAsync(bytes);
        }

        context.Response.Close();
    }
}
