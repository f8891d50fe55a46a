using System.Net;
using System.Net.Http.Headers;

namespace ContactSync.Salesforce.Wire;

/// <summary>A CSV body that the caller writes straight to the connection. Nothing is held back; each written piece renews the time limit.</summary>
internal sealed class UploadContent : HttpContent
{
    private readonly Func<Stream, CancellationToken, Task> write;
    private readonly long? length;
    private Deadline? deadline;
    private Meters? meters;

    public UploadContent(Func<Stream, CancellationToken, Task> write, long? length)
    {
        this.write = write;
        this.length = length;
        Headers.ContentType = new MediaTypeHeaderValue("text/csv") { CharSet = "UTF-8" };
    }

    /// <summary>What the caller's writer threw by itself; null when the network failed or nothing did.</summary>
    public Exception? Fault { get; private set; }

    public void Watch(Deadline limit, Meters counters)
    {
        deadline = limit;
        meters = counters;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var departing = new DepartingStream(stream, deadline, meters);
        try
        {
            await write(departing, cancellationToken);
        }
        catch (Exception e) when (!departing.Broken && !cancellationToken.IsCancellationRequested)
        {
            Fault = e;
            throw new IOException("The rows could not be written.", e);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }
}
