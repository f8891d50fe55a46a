namespace ContactSync.Salesforce.Wire;

/// <summary>A body after decompression, which remembers how it ended: a cut gzip body ends without any error.</summary>
internal sealed class BodyStream(Stream inner) : ReadStream(inner)
{
    private byte last;

    /// <summary>How many bytes were handed out.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the end was reached.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Whether the last byte handed out ends a line.</summary>
    public bool EndsLine => last is (byte)'\n' or (byte)'\r';

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Inner.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            last = buffer.Span[count - 1];
            Count += count;
        }
        else if (buffer.Length > 0)
        {
            AtEnd = true;
        }

        return count;
    }
}
