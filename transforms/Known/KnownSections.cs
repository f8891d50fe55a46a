namespace ContactSync.Transforms.Known;

/// <summary>Sections one after the other into a sink, each at a multiple of <see cref="KnownFormat.Align"/>.</summary>
internal sealed class KnownSections(KnownSink sink)
{
    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Begins a section; returns its first byte's place.</summary>
    public long Begin()
    {
        Write(stackalloc byte[(int)(-Length & (KnownFormat.Align - 1))]);
        return Length;
    }

    /// <summary>Writes on.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            sink(bytes);
            Length += bytes.Length;
        }
    }
}
