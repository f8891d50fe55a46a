using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.People;

/// <summary>
/// Normalised records side by side in plain memory outside the collected heap: about 110 bytes each and four for where it begins, so that ten million
/// of each side fit and a pair costs two places read. Written by one thread, then read by any number. Dispose frees it; views die with it.
/// </summary>
public sealed unsafe class PersonTable : IDisposable
{
    private const int SegmentShift = 26;
    private const long SegmentBytes = 1L << SegmentShift;
    private const int Align = 8;

    private List<LargeArray<byte>> _memory = [];
    private nint[] _segments = [];
    private uint[] _starts;
    private int _used;

    /// <summary>An empty table with room for that many records before it grows.</summary>
    public PersonTable(int expected = 0) => _starts = new uint[Math.Max(16, expected)];

    /// <summary>The records.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them, the first ones, are of the left side (incoming); the others are of the right (org). All, where there is one side.</summary>
    public int LeftCount { get; private set; }

    /// <summary>Whether there are two sides.</summary>
    public bool HasTwoSides => LeftCount < Count;

    /// <summary>The bytes held.</summary>
    public long Bytes => (_segments.Length * SegmentBytes) + (4L * _starts.Length);

    /// <summary>The record at that place.</summary>
    public Person this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(new ReadOnlySpan<byte>(At(row), int.MaxValue));
    }

    /// <summary>Whether the record is of the left side.</summary>
    public bool IsLeft(int row) => row < LeftCount;

    /// <summary>Ends the left side: what comes now is of the right.</summary>
    public void EndLeft() => LeftCount = Count;

    /// <summary>Ends the writing; a table whose left side was never ended has one side.</summary>
    public void Complete() => LeftCount = LeftCount == 0 ? Count : LeftCount;

    /// <summary>Appends all records of a block, in order.</summary>
    public void Add(PersonBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        for (var i = 0; i < block.Count; i++)
        {
            Add(block[i]);
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _memory.ForEach(m => m.Dispose());
        (_memory, _segments, Count) = ([], [], 0);
    }

    /// <summary>Has the processor fetch the record's head and first texts before they are asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(int row)
    {
        if (Sse.IsSupported)
        {
            var at = At(row);
            Sse.Prefetch0(at);
            Sse.Prefetch0(at + 64);
        }
    }

    /// <summary>Appends the bytes of a record.</summary>
    internal void Add(ReadOnlySpan<byte> record)
    {
        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, (int)Math.Min(Array.MaxLength, _starts.Length * 2L));
        }

        var room = (record.Length + Align - 1) & -Align;
        if (_memory.Count == 0 || _used + room > SegmentBytes)
        {
            var segment = new LargeArray<byte>(SegmentBytes);
            _memory.Add(segment);
            _segments = [.. _segments, (nint)segment.Pointer];
            _used = 0;
        }

        record.CopyTo(new Span<byte>((byte*)_segments[^1] + _used, room));
        _starts[Count++] = (uint)((((_segments.Length - 1) * SegmentBytes) + _used) / Align);
        _used += room;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* At(int row)
    {
        var at = (long)_starts[row] * Align;
        return (byte*)_segments[(int)(at >> SegmentShift)] + (at & (SegmentBytes - 1));
    }
}
