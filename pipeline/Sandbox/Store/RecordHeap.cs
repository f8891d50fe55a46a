using System.Buffers.Binary;

namespace ContactSync.Sandbox.Store;

/// <summary>
/// The stored records of one table, end to end in a few large arrays: a million of them are no million objects to the
/// garbage collector. A record is never changed where it lies, only written anew elsewhere, so readers need no lock; one
/// writer at a time. An address of 0 is no record.
/// </summary>
internal sealed class RecordHeap
{
    private const int SmallestSegment = 16 << 10;
    private const int LargestSegment = 4 << 20;
    private const int HeadLength = 8;

    private readonly Queue<int> _sparse = new();
    private volatile Segment?[] _segments = [];
    private int _count;

    /// <summary>The bytes of all records that have not been freed.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>
    /// The bytes of the arrays: at most twice those of the records, since a segment more than half of which is free is emptied, and the last segment, up to 4 MB, whatever is in it.
    /// </summary>
    public long HeldBytes { get; private set; }

    /// <summary>Takes a copy of the record; returns its address.</summary>
    public long Add(int number, ReadOnlySpan<byte> record)
    {
        var size = HeadLength + record.Length;
        var segment = _count > 0 && _segments[_count - 1] is { } last && last.Used + size <= last.Bytes.Length ? last : Begin(size);
        var entry = segment.Bytes.AsSpan(segment.Used);
        BinaryPrimitives.WriteInt32LittleEndian(entry, number);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], record.Length);
        record.CopyTo(entry[HeadLength..]);
        var address = Address(_count - 1, segment.Used + HeadLength);
        segment.Used += size;
        LiveBytes += record.Length;
        return address;
    }

    /// <summary>The record at an address; false when it has been moved meanwhile.</summary>
    public bool TryRead(long address, out ReadOnlyMemory<byte> record)
    {
        record = default;
        if (address == 0)
        {
            return true;
        }
        if (_segments[address >> 32] is not { } segment)
        {
            return false;
        }
        var start = (int)address;
        record = segment.Bytes.AsMemory(start, BinaryPrimitives.ReadInt32LittleEndian(segment.Bytes.AsSpan(start - 4)));
        return true;
    }

    /// <summary>Gives up a record; those who read it just now still may.</summary>
    public void Free(long address)
    {
        if (address != 0 && TryRead(address, out var record))
        {
            LiveBytes -= record.Length;
            var number = (int)(address >> 32);
            _segments[number]!.Dead += HeadLength + record.Length;
            NoteIfSparse(number);
        }
    }

    /// <summary>A segment more than half of which is free; its records are to be added anew, then it is to be dropped.</summary>
    public bool TryTakeSparse(out int segment) => _sparse.TryDequeue(out segment);

    /// <summary>Number and address of every record ever added to a segment, the freed ones too.</summary>
    public IEnumerable<(int Number, long Address)> Entries(int segment)
    {
        var (bytes, used) = (_segments[segment]!.Bytes, _segments[segment]!.Used);
        for (var at = 0; at < used; at += HeadLength + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4)))
        {
            yield return (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)), Address(segment, at + HeadLength));
        }
    }

    /// <summary>Lets a segment go whose records have all been freed; its number is not used again.</summary>
    public void Drop(int segment)
    {
        HeldBytes -= _segments[segment]!.Bytes.Length;
        Volatile.Write(ref _segments[segment], null);
    }

    private static long Address(int segment, int start) => ((long)segment << 32) | (uint)start;

    private Segment Begin(int size)
    {
        if (_count == _segments.Length)
        {
            var grown = new Segment?[Math.Max(8, _count * 2)];
            _segments.CopyTo(grown, 0);
            _segments = grown;
        }
        var usual = _count == 0 ? SmallestSegment : (int)Math.Min(LargestSegment, SmallestSegment * (1L << Math.Min(_count, 20)));
        var segment = _segments[_count] = new Segment(GC.AllocateUninitializedArray<byte>(Math.Max(usual, size)));
        HeldBytes += segment.Bytes.Length;
        if (++_count > 1)
        {
            NoteIfSparse(_count - 2);
        }
        return segment;
    }

    private void NoteIfSparse(int number)
    {
        // The last segment is still being filled; it is looked at again when the next one begins.
        if (number < _count - 1 && _segments[number] is { Noted: false } segment && segment.Dead * 2L > segment.Used)
        {
            segment.Noted = true;
            _sparse.Enqueue(number);
        }
    }

    private sealed class Segment(byte[] bytes)
    {
        public byte[] Bytes => bytes;

        public int Used { get; set; }

        public int Dead { get; set; }

        public bool Noted { get; set; }
    }
}
