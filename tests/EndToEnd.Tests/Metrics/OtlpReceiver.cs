using System.Net;

namespace ContactSync.EndToEnd.Tests.Metrics;

/// <summary>One point of a metric as received.</summary>
internal sealed record OtlpPoint(string Metric, string Unit, bool IsMonotonicSum, double Value, IReadOnlyDictionary<string, string> Attributes)
{
    public bool Is(string key, string value) => Attributes.TryGetValue(key, out var found) && found == value;
}

/// <summary>
/// An OTLP receiver on a socket: takes POST /v1/metrics and decodes ExportMetricsServiceRequest by the field numbers of opentelemetry-proto 1.x, with nothing of the sender's code.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<IReadOnlyList<OtlpPoint>> _received = [];
    private readonly Task _serving;

    private OtlpReceiver(Uri address)
    {
        Address = address;
        _listener.Prefixes.Add(address.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The resource of the newest request.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; private set; } = new Dictionary<string, string>();

    public static OtlpReceiver Start()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new OtlpReceiver(new Uri($"http://127.0.0.1:{port}/"));
    }

    /// <summary>The points of the newest request; there must be one.</summary>
    public IReadOnlyList<OtlpPoint> Last()
    {
        lock (_received)
        {
            Assert.NotEmpty(_received);
            return _received[^1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var isOurs = context.Request is { HttpMethod: "POST", ContentType: "application/x-protobuf", Url.AbsolutePath: "/v1/metrics" };
                if (isOurs)
                {
                    Take(body.ToArray());
                }

                context.Response.StatusCode = isOurs ? 200 : 400;
                context.Response.Close();
            }
            catch (Exception e) when (!_listener.IsListening && e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Take(byte[] body)
    {
        var points = new List<OtlpPoint>();
        foreach (var resourceMetrics in Protobuf.Read(body).Messages(1))
        {
            Resource = Attributes(resourceMetrics.Messages(1).Single(), 1);
            points.AddRange(resourceMetrics.Messages(2).SelectMany(scope => scope.Messages(2)).SelectMany(Points));
        }

        lock (_received)
        {
            _received.Add(points);
        }
    }

    private static IEnumerable<OtlpPoint> Points(Protobuf metric)
    {
        var (gauge, sum) = (metric.Messages(5).FirstOrDefault(), metric.Messages(7).FirstOrDefault());
        return ((gauge ?? sum)?.Messages(1) ?? []).Select(point => new OtlpPoint(
            metric.Text(1), metric.Text(3), sum?.Number(3) == 1, BitConverter.Int64BitsToDouble(point.Number(4)), Attributes(point, 7)));
    }

    private static Dictionary<string, string> Attributes(Protobuf message, int field) =>
        message.Messages(field).ToDictionary(pair => pair.Text(1), pair => pair.Messages(2).Single().Text(1));
}
