using ContactSync.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Control;

/// <summary>
/// Lets the first bytes of a reply through, then cuts the connection, swallows the rest (a body that ends well-formed but
/// short), or stalls.
/// </summary>
internal sealed class CutReply(Stream inner, HttpContext http, FaultRule rule, OrgClock clock) : ForwardStream
{
    private long _left = rule.Bytes;
    private bool _struck;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passing = (int)Math.Min(_left, buffer.Length);
        if (passing > 0)
        {
            await inner.WriteAsync(buffer[..passing], cancellationToken);
            _left -= passing;
        }
        if (passing < buffer.Length)
        {
            await StrikeAsync(buffer[passing..], cancellationToken);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask StrikeAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        switch (rule.Do)
        {
            case FaultDeed.Truncate:
                return;
            case FaultDeed.Stall:
                if (!_struck)
                {
                    _struck = true;
                    await inner.FlushAsync(cancellationToken);
                    await http.Response.Body.FlushAsync(cancellationToken);
                    await clock.WaitAsync(TimeSpan.FromSeconds(rule.Seconds), cancellationToken);
                }
                await inner.WriteAsync(rest, cancellationToken);
                return;
            default:
                await inner.FlushAsync(cancellationToken);
                await http.Response.Body.FlushAsync(cancellationToken);
                // A reset drops what the system has not sent yet; the first bytes are meant to arrive.
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellationToken);
                throw new CutOffException(rule.Do == FaultDeed.Fin);
        }
    }
}
