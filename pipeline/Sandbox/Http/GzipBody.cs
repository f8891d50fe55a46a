using System.Buffers.Binary;
using System.IO.Compression;

namespace ContactSync.Sandbox.Http;

/// <summary>
/// Unpacks a gzipped request body of one member. A body cut short throws <see cref="InvalidDataException"/> at its end; the platform's
/// own stream would take it for whole.
/// </summary>
internal sealed class GzipBody : ForwardStream
{
    private readonly Tail _packed;
    private readonly GZipStream _plain;
    private uint _length;

    public GzipBody(Stream packed)
    {
        _packed = new Tail(packed);
        _plain = new GZipStream(_packed, CompressionMode.Decompress);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _plain.ReadAsync(buffer, cancellationToken);
        _length += (uint)read;
        return read > 0 || buffer.IsEmpty || _packed.Length == 0 || _packed.EndsWith(_length) ? read : throw new InvalidDataException("The gzipped body ends too early.");
    }

    public override async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Keeps the last bytes that passed, where gzip says how long the plain text is.</summary>
    private sealed class Tail(Stream inner) : ForwardStream
    {
        private readonly byte[] _last = new byte[sizeof(uint)];

        public override long Length => _read;

        private long _read;

        public bool EndsWith(uint length) => _read > _last.Length && BinaryPrimitives.ReadUInt32LittleEndian(_last) == length;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            _read += read;
            var kept = Math.Max(0, _last.Length - read);
            _last.AsSpan(_last.Length - kept).CopyTo(_last);
            buffer.Span[Math.Max(0, read - _last.Length)..read].CopyTo(_last.AsSpan(kept));
            return read;
        }
    }
}
