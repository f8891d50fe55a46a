using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContactSync.Salesforce.Tests.Org;

/// <summary>A server that answers each request with given bytes and then closes the connection, or keeps it open and silent.</summary>
public sealed class RawOrg : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly SocketsHttpHandler handler = SalesforceClient.CreateHandler();
    private readonly Task serving;
    private int requests;

    public RawOrg(byte[] answer, bool thenSilent = false)
    {
        listener.Start();
        serving = ServeAsync(answer, thenSilent);
    }

    public int Requests => requests;

    public SalesforceClient Client(Func<SalesforceOptions, SalesforceOptions>? change = null) =>
        ScriptedOrg.Client(handler, new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), change);

    /// <summary>A reply's bytes: head lines, blank line, body.</summary>
    public static byte[] Bytes(string head, ReadOnlySpan<byte> body) => [.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), .. body];

    public static byte[] Chunk(ReadOnlySpan<byte> piece) => [.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        listener.Dispose();
        handler.Dispose();
        stop.Dispose();
    }

    private async Task ServeAsync(byte[] answer, bool thenSilent)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                var stream = client.GetStream();
                await ReadRequestAsync(stream);
                Interlocked.Increment(ref requests);
                await stream.WriteAsync(answer, stop.Token);
                if (thenSilent)
                {
                    await Task.Delay(Timeout.Infinite, stop.Token);
                }
            }
        }
        catch (Exception e) when (stop.IsCancellationRequested && (e is OperationCanceledException or IOException or SocketException))
        {
            // The test is over.
        }
    }

    // Enough of HTTP for the small requests of these tests: the head, and as many bytes of body as it announces.
    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var seen = new StringBuilder();
        var buffer = new byte[4_096];
        while (true)
        {
            var text = seen.ToString();
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture) : 0;
                if (text.Length >= end + 4 + length)
                {
                    return;
                }
            }

            var count = await stream.ReadAsync(buffer, stop.Token);
            if (count == 0)
            {
                return;
            }

            seen.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
    }
}
