using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Store;

/// <summary>
/// The records of one object by number, 1 upwards. Writers hold the store's gate; readers need none: they see each
/// record whole, as it was before or after a write.
/// </summary>
internal sealed class RecordTable
{
    private const int ChunkBits = 14;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly RecordHeap _heap = new();
    private volatile long[][] _chunks = [];
    private volatile int _last;
    private int _live;
    private int _deleted;

    public RecordTable(ObjectType type)
    {
        Type = type;
        Indexes = [.. type.Indexed.Select(f => new KeyIndex(f, this))];
    }

    public ObjectType Type { get; }

    public KeyIndex[] Indexes { get; }

    /// <summary>What else follows the records.</summary>
    public DerivedIndex[] Derived { get; set; } = [];

    /// <summary>The highest number given out.</summary>
    public int Last => _last;

    public int Live => Volatile.Read(ref _live);

    public int Deleted => Volatile.Read(ref _deleted);

    /// <summary>The bytes of all records, without what keeps them in order.</summary>
    public long Bytes => _heap.LiveBytes;

    /// <summary>The memory the records lie in.</summary>
    public long HeldBytes => _heap.HeldBytes;

    /// <summary>A record as stored; empty when there is none of that number. What was read stays as it was.</summary>
    public ReadOnlyMemory<byte> this[int number]
    {
        get
        {
            if (number <= 0 || number > _last)
            {
                return default;
            }
            ref var slot = ref _chunks[number >> ChunkBits][number & (ChunkSize - 1)];
            ReadOnlyMemory<byte> record;
            while (!_heap.TryRead(Volatile.Read(ref slot), out record))
            {
                // It was moved between the two reads, and its slot says where to.
            }
            return record;
        }
    }

    /// <summary>The index of a field a caller may name a record by; null when it has none.</summary>
    public KeyIndex? IndexOf(Field field) => field.IsKey ? Find(field) : null;

    /// <summary>The index of a lookup, for 18-character ids only; null when it has none.</summary>
    public KeyIndex? LookupIndexOf(Field field) => field.LookedUp ? Find(field) : null;

    /// <summary>Puts a record in place (empty removes it for good) and keeps indexes and counts right. Deleted records are in no index.</summary>
    public void Put(int number, ReadOnlySpan<byte> blob)
    {
        var before = this[number];
        Index(number, before.Span, blob);
        Load(number, blob);
        foreach (var derived in Derived)
        {
            derived.Update(number, before, this[number]);
        }
    }

    /// <summary>Puts a record in place but in no index; <see cref="IndexAllAsync"/> is called once all have been loaded.</summary>
    public void Load(int number, ReadOnlySpan<byte> blob)
    {
        ref var slot = ref Slot(number);
        var before = slot;
        _ = _heap.TryRead(before, out var old);
        Count(old.Span, -1);
        Count(blob, 1);
        Volatile.Write(ref slot, blob.IsEmpty ? 0 : _heap.Add(number, blob));
        if (number > _last)
        {
            _last = number;
        }
        _heap.Free(before);
        while (_heap.TryTakeSparse(out var segment))
        {
            Empty(segment);
        }
    }

    /// <summary>Fills the indexes, which are empty: each record is read once for all of them.</summary>
    public async Task IndexAllAsync()
    {
        foreach (var index in Indexes)
        {
            index.Reserve(_live);
        }
        await Task.WhenAll(Enumerable.Range(0, _chunks.Length).Chunk(Math.Max(1, _chunks.Length / Environment.ProcessorCount)).Select(chunks => Task.Run(() => TakeKeys(chunks))));
        await Task.WhenAll(Indexes.Select(index => Task.Run(index.LinkAll)));
    }

    private void TakeKeys(int[] chunks)
    {
        var last = Math.Min(_last, ((chunks[^1] + 1) << ChunkBits) - 1);
        for (var number = Math.Max(1, chunks[0] << ChunkBits); number <= last; number++)
        {
            var record = this[number].Span;
            foreach (var index in Indexes)
            {
                index.Take(number, record);
            }
        }
    }

    private KeyIndex? Find(Field field)
    {
        foreach (var index in Indexes)
        {
            if (index.Field == field)
            {
                return index;
            }
        }
        return null;
    }

    private void Count(ReadOnlySpan<byte> blob, int change)
    {
        if (blob.IsEmpty)
        {
            return;
        }
        if (Blob.IsDeleted(blob))
        {
            _deleted += change;
        }
        else
        {
            _live += change;
        }
    }

    private void Index(int number, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        foreach (var index in Indexes)
        {
            var was = index.KeyOf(before);
            var becomes = index.KeyOf(after);
            if (!was.SequenceEqual(becomes))
            {
                index.Remove(number, was);
                index.Add(number, becomes);
            }
        }
    }

    private void Empty(int segment)
    {
        foreach (var (number, address) in _heap.Entries(segment))
        {
            ref var slot = ref Slot(number);
            if (slot == address && _heap.TryRead(address, out var record))
            {
                Volatile.Write(ref slot, _heap.Add(number, record.Span));
                _heap.Free(address);
            }
        }
        _heap.Drop(segment);
    }

    private ref long Slot(int number)
    {
        var chunk = number >> ChunkBits;
        if (chunk >= _chunks.Length)
        {
            var grown = new long[chunk + 1][];
            _chunks.CopyTo(grown, 0);
            for (var i = _chunks.Length; i <= chunk; i++)
            {
                grown[i] = new long[ChunkSize];
            }
            _chunks = grown;
        }
        return ref _chunks[chunk][number & (ChunkSize - 1)];
    }
}
