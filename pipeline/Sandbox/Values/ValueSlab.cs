namespace ContactSync.Sandbox.Values;

/// <summary>A growing run of bytes that cells point into; cleared and used again batch after batch.</summary>
internal sealed class ValueSlab(int capacity = 4096)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public byte[] Bytes => _bytes;

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = length;

    public void Add(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    public void Add(byte value) => Reserve(1)[0] = value;

    /// <summary>Room for <paramref name="count"/> bytes at the end, counted as written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    public ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);
}
