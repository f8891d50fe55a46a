using ContactSync.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Control;

/// <summary>Reads the first bytes of a request's body, then resets the connection.</summary>
internal sealed class CutRequest(HttpContext http, FaultRule rule) : ForwardStream
{
    private long _left = rule.Bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left <= 0)
        {
            throw new CutOffException(rule.Do == FaultDeed.Fin);
        }
        var read = await http.Request.Body.ReadAsync(buffer[..(int)Math.Min(_left, buffer.Length)], cancellationToken);
        _left -= read;
        return read;
    }
}
