namespace ContactSync.Transforms.Candidates;

/// <summary>
/// Values end to end, appended once and then only read; about the bytes of the text and four more a value. A blank value is empty. Told how many
/// values to expect it makes its arrays once or twice; more may come, for the cost of growing.
/// </summary>
internal sealed class KeyColumn(int expected = 0)
{
    // As many values tell how long the others will be.
    private const int SampleValues = 1000;

    private byte[] _bytes = new byte[1 << 16];
    private int[] _ends = new int[Math.Max(1 << 12, expected)];
    private int _used;

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The value at that place.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Appends a copy; throws <see cref="InvalidOperationException"/> past 2 GB.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        var end = (long)_used + value.Length;
        if (end > Array.MaxLength || Count == Array.MaxLength)
        {
            throw new InvalidOperationException("An index column cannot hold more than 2 GB of keys: partition the org.");
        }

        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(end, Room())));
        }

        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, (int)Math.Min(Array.MaxLength, 2L * _ends.Length));
        }

        value.CopyTo(_bytes.AsSpan(_used));
        _used = (int)end;
        _ends[Count++] = _used;
    }

    /// <summary>Bytes for all values expected, going by those that came, and a little over; double what there is where that says nothing.</summary>
    private long Room() => Count >= SampleValues && expected > Count
        ? Math.Max((long)((double)_used / Count * expected * 1.03), _bytes.Length + (_bytes.Length / 4L))
        : 2L * _bytes.Length;
}
