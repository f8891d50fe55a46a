namespace ContactSync.Sandbox.Store;

/// <summary>Walks the stored fields of a record without copying them.</summary>
internal ref struct BlobFields(ReadOnlySpan<byte> blob)
{
    private readonly ReadOnlySpan<byte> _blob = blob;
    private int _at = Blob.HeaderLength;

    public int Tag { get; private set; }

    public int Start { get; private set; }

    public int Length { get; private set; }

    public bool Next()
    {
        if (_at >= _blob.Length)
        {
            return false;
        }
        Tag = VarInt.Read(_blob, ref _at);
        Length = VarInt.Read(_blob, ref _at);
        Start = _at;
        _at += Length;
        return true;
    }

    /// <summary>The value stored under <paramref name="tag"/>; empty when the field is blank.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> blob, int tag)
    {
        var fields = new BlobFields(blob);
        while (fields.Next())
        {
            if (fields.Tag == tag)
            {
                return blob.Slice(fields.Start, fields.Length);
            }
        }
        return default;
    }
}
