using System.Buffers;
using System.IO.Compression;
using System.Net;

namespace ContactSync.Salesforce.Wire;

/// <summary>One reply whose body has not been read yet. Owns the connection until disposed.</summary>
internal sealed class WireReply(HttpResponseMessage response, Meters meters, Deadline idle) : IAsyncDisposable
{
    private BodyStream? body;

    public HttpStatusCode Status => response.StatusCode;

    public string? MediaType => response.Content.Headers.ContentType?.MediaType;

    public bool IsJson => MediaType is { } type && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    public TimeSpan? RetryAfter => response.Headers.RetryAfter?.Delta;

    public DateTimeOffset? RetryAt => response.Headers.RetryAfter?.Date;

    public DateTimeOffset? Date => response.Headers.Date;

    public string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    public async ValueTask<BodyStream> OpenBodyAsync(CancellationToken cancellationToken)
    {
        if (body is null)
        {
            Stream arriving = new ArrivingStream(await response.Content.ReadAsStreamAsync(cancellationToken), meters, idle);
            var coding = string.Join(',', response.Content.Headers.ContentEncoding);
            body = new BodyStream(coding.ToUpperInvariant() switch
            {
                "" or "IDENTITY" => arriving,
                "GZIP" or "X-GZIP" => new GZipStream(arriving, CompressionMode.Decompress),
                _ => throw new InvalidDataException($"the reply is coded as '{coding}', which was not asked for"),
            });
        }

        return body;
    }

    /// <summary>The whole body; <see cref="InvalidDataException"/> beyond <paramref name="longest"/> bytes, <see cref="IOException"/> when it is cut.</summary>
    public async Task<byte[]> ReadAllAsync(int longest, CancellationToken cancellationToken)
    {
        var stream = await OpenBodyAsync(cancellationToken);
        var buffer = new ArrayBufferWriter<byte>(4_096);
        while (true)
        {
            var count = await stream.ReadAsync(buffer.GetMemory(4_096), cancellationToken);
            if (count == 0)
            {
                return buffer.WrittenSpan.ToArray();
            }

            buffer.Advance(count);
            if (buffer.WrittenCount > longest)
            {
                throw new InvalidDataException($"the reply is longer than {longest} bytes");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (body is not null)
        {
            await body.DisposeAsync();
        }

        response.Dispose();
        idle.Dispose();
    }
}
