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

    private volatile byte[]?[][] _chunks = [];
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

    /// <summary>The highest number given out.</summary>
    public int Last => _last;

    public int Live => Volatile.Read(ref _live);

    public int Deleted => Volatile.Read(ref _deleted);

    public byte[]? this[int number] =>
        number <= 0 || number > _last ? null : Volatile.Read(ref _chunks[number >> ChunkBits][number & (ChunkSize - 1)]);

    public KeyIndex? IndexOf(Field field) => Array.Find(Indexes, i => i.Field == field);

    /// <summary>Puts a record in place (null removes it for good) and keeps indexes and counts right. Deleted records are in no index.</summary>
    public void Put(int number, byte[]? blob)
    {
        var before = this[number];
        if (before is not null)
        {
            Unindex(number, before);
        }
        Slot(number) = blob;
        if (number > _last)
        {
            _last = number;
        }
        if (blob is null)
        {
            return;
        }
        if (Blob.IsDeleted(blob))
        {
            _deleted++;
            return;
        }
        _live++;
        foreach (var index in Indexes)
        {
            index.Add(number, BlobFields.Find(blob, index.Field.Tag));
        }
    }

    private void Unindex(int number, byte[] blob)
    {
        if (Blob.IsDeleted(blob))
        {
            _deleted--;
            return;
        }
        _live--;
        foreach (var index in Indexes)
        {
            index.Remove(number, BlobFields.Find(blob, index.Field.Tag));
        }
    }

    private ref byte[]? Slot(int number)
    {
        var chunk = number >> ChunkBits;
        if (chunk >= _chunks.Length)
        {
            var grown = new byte[]?[chunk + 1][];
            _chunks.CopyTo(grown, 0);
            for (var i = _chunks.Length; i <= chunk; i++)
            {
                grown[i] = new byte[]?[ChunkSize];
            }
            _chunks = grown;
        }
        return ref _chunks[chunk][number & (ChunkSize - 1)];
    }
}
