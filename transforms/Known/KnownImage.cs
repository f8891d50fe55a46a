using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Known;

/// <summary>
/// Known people in memory as <see cref="KnownWriter"/> wrote them, used where they stand. Opening reads the contents alone; everything else is checked by its own checksum when it is read,
/// so that damage is found by whoever would have used it. Any number of threads may read. The memory must outlive this.
/// </summary>
public sealed unsafe class KnownImage
{
    private readonly byte* _memory;
    private readonly KnownContents _contents;
    private readonly GroupIndex _ids;
    private readonly GroupIndex[][] _groups;
    private volatile bool _arePairsChecked;

    private KnownImage(byte* memory, KnownContents contents)
    {
        _memory = memory;
        _contents = contents;
        _ids = new GroupIndex(memory, contents.Ids, contents.Rows);
        _groups = [.. contents.Passes.Select(p => p.Levels.Select(l => new GroupIndex(memory, l, contents.Rows)).ToArray())];
    }

    /// <summary>Records.</summary>
    public int Count => _contents.Rows;

    /// <summary>Records of the left side: the first ones.</summary>
    public int LeftCount => _contents.LeftRows;

    internal KnownContents Contents => _contents;

    /// <summary>Takes memory of that length for what is known.</summary>
    /// <param name="memory">Its first byte, at a multiple of 64.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="fingerprint">What it must have been made with.</param>
    /// <exception cref="KnownFormatException">It is no such memory, cut short, of another version or made with something else.</exception>
    public static KnownImage Open(nint memory, long length, string fingerprint)
    {
        var start = (byte*)memory;
        if (length < KnownFormat.TailBytes)
        {
            throw new KnownFormatException($"it is cut short: {length} bytes are less than its end alone.");
        }

        var tail = (ulong*)(start + length - KnownFormat.TailBytes);
        if (tail[0] != KnownFormat.Magic || (long)tail[3] != length)
        {
            throw new KnownFormatException("it is cut short, or no file of known people: its end is not there.");
        }

        var (at, bytes, sum) = ((long)tail[1], (int)(uint)tail[2], (uint)(tail[2] >> 32));
        if (at < 0 || bytes < 0 || at > length - KnownFormat.TailBytes - bytes || KnownFormat.Sum(0, new ReadOnlySpan<byte>(start + at, bytes)) != sum)
        {
            throw new KnownFormatException("it is damaged: its contents do not agree with their checksum.");
        }

        var contents = KnownContents.Of(new ReadOnlySpan<byte>(start + at, bytes), length);
        return contents.Fingerprint == fingerprint
            ? new KnownImage(start, contents)
            : throw new KnownFormatException($"it was made with other weights, lists or fields ('{contents.Fingerprint}', now '{fingerprint}').");
    }

    /// <summary>The record of a row.</summary>
    /// <exception cref="KnownFormatException">It does not agree with its checksum.</exception>
    public KnownRecord this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count);
            var starts = (uint*)(_memory + _contents.Starts);
            var (start, end) = ((long)starts[row] * KnownFormat.RecordAlign, (long)starts[row + 1] * KnownFormat.RecordAlign);
            if (end > _contents.Records.Bytes || end - start < KnownFormat.RecordHead + Person.TextsAt)
            {
                throw Damaged(row);
            }

            var record = new ReadOnlySpan<byte>(_memory + _contents.Records.Offset + start, (int)(end - start));
            if (KnownFormat.Sum((uint)row, record[sizeof(uint)..]) != MemoryMarshal.Read<uint>(record))
            {
                throw Damaged(row);
            }

            var person = new Person(record[KnownFormat.RecordHead..]);
            var idAt = KnownFormat.RecordHead + person.Memory.Length;
            return new KnownRecord(row < LeftCount, record.Slice(idAt, MemoryMarshal.Read<ushort>(record[sizeof(uint)..])), (record[6] & KnownFormat.TakesPart) != 0, person);
        }
    }

    /// <summary>The row of the record that a side knows by an id, or -1.</summary>
    public int Find(bool isLeft, ReadOnlySpan<byte> id)
    {
        var group = _ids.Find(KnownRecord.IdKey(isLeft, id));
        if (group.Count == 1)
        {
            return IsIt((int)group.Start, isLeft, id) ? (int)group.Start : -1;
        }

        foreach (var row in group.Count == 0 ? [] : _ids.Rows(group))
        {
            if (IsIt((int)row, isLeft, id))
            {
                return (int)row;
            }
        }

        return -1;
    }

    /// <summary>The groups of a pass at a level.</summary>
    internal GroupIndex Groups(int pass, int level) => _groups[pass][level];

    /// <summary>The counts of all values.</summary>
    internal ValueCounts Counts()
    {
        var counts = new ValueCounts();
        for (var field = 0; field < _contents.Counters.Length; field++)
        {
            var kept = _contents.Counters[field];
            if (kept.Offset != 0)
            {
                counts.Load((CountedField)field, MemoryMarshal.Cast<byte, uint>(Checked(kept.Offset, ValueCounts.Slots * sizeof(uint), kept.Checksum, "counters")), kept.Total, Count);
            }
        }

        return counts;
    }

    /// <summary>The counters of a field as they were kept; empty where no record has a value.</summary>
    internal ReadOnlySpan<uint> Counters(CountedField field) =>
        _contents.Counters[(int)field].Offset is not 0 and var offset ? new ReadOnlySpan<uint>(_memory + offset, ValueCounts.Slots) : [];

    /// <summary>The pairs kept.</summary>
    internal ReadOnlySpan<ScoredPair> Pairs() => Pairs(0, _contents.Pairs.Count);

    /// <summary>Some of them. All are checked the first time.</summary>
    internal ReadOnlySpan<ScoredPair> Pairs(int from, int to)
    {
        var (offset, count, sum) = _contents.Pairs;
        if (!_arePairsChecked)
        {
            _ = Checked(offset, (long)count * sizeof(ScoredPair), sum, "pairs");
            _arePairsChecked = true;
        }

        return new ReadOnlySpan<ScoredPair>(_memory + offset, count)[from..to];
    }

    /// <summary>Has the processor fetch where a record begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchStart(int row)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_memory + _contents.Starts + ((long)row * sizeof(uint)));
        }
    }

    /// <summary>Has the processor fetch a record, whose start has been.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(int row)
    {
        if (Sse.IsSupported)
        {
            var start = ((uint*)(_memory + _contents.Starts))[row];
            var at = _memory + _contents.Records.Offset + ((long)start * KnownFormat.RecordAlign);
            Sse.Prefetch0(at);
            Sse.Prefetch0(at + 64);
        }
    }

    private bool IsIt(int row, bool isLeft, ReadOnlySpan<byte> id) => (uint)row < (uint)Count && row < LeftCount == isLeft && this[row].Id.SequenceEqual(id);

    private ReadOnlySpan<byte> Checked(long offset, long bytes, uint sum, string what)
    {
        var span = new ReadOnlySpan<byte>(_memory + offset, checked((int)bytes));
        return KnownFormat.Sum(0, span) == sum ? span : throw new KnownFormatException($"it is damaged: its {what} do not agree with their checksum.");
    }

    private static KnownFormatException Damaged(int row) => new($"it is damaged: record {row} does not agree with its checksum.");
}
