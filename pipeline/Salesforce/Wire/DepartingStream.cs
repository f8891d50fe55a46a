namespace ContactSync.Salesforce.Wire;

/// <summary>The sending end of an upload: counts bytes, renews the time limit with each piece, remembers whether the connection broke.</summary>
internal sealed class DepartingStream(Stream inner, Deadline? deadline, Meters? meters) : Stream
{
    /// <summary>Whether a write failed, so that what the writer throws afterwards is the network's doing.</summary>
    public bool Broken { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Uploads are written asynchronously.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        catch
        {
            Broken = true;
            throw;
        }

        meters?.Sent(buffer.Length);
        deadline?.Restart();
    }
}
