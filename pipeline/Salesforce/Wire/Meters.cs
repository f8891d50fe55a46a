using System.Globalization;
using System.Net.Http.Headers;

namespace ContactSync.Salesforce.Wire;

/// <summary>What one client has sent, received and been told, from any thread.</summary>
internal sealed class Meters
{
    private long calls;
    private long sent;
    private long received;
    private long serverTicks;
    private ApiUsage? usage;

    public long CallsMade => Interlocked.Read(ref calls);

    public long BytesSent => Interlocked.Read(ref sent);

    public long BytesReceived => Interlocked.Read(ref received);

    public ApiUsage? Usage => Volatile.Read(ref usage);

    public DateTimeOffset? ServerTime => Interlocked.Read(ref serverTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public void Called() => Interlocked.Increment(ref calls);

    public void Sent(long bytes) => Interlocked.Add(ref sent, bytes);

    public void Received(long bytes) => Interlocked.Add(ref received, bytes);

    public void Observe(HttpResponseHeaders headers)
    {
        if (headers.Date is { } date)
        {
            Interlocked.Exchange(ref serverTicks, date.UtcTicks);
        }

        if (headers.TryGetValues("Sforce-Limit-Info", out var values) && ApiUsage.TryParse(string.Join(';', values), out var told))
        {
            Volatile.Write(ref usage, told);
        }
    }
}
