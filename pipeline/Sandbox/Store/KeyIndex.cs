using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Store;

/// <summary>
/// A hash index over one field of a table: 12 bytes a record, keys are read back from the record itself. Case is ignored
/// unless the field is case-sensitive. Not safe for use by two threads; the store's gate guards it.
/// </summary>
internal sealed class KeyIndex(Field indexed, RecordTable table)
{
    private const int Taken = -1;

    private int[] _buckets = new int[1024];
    private int[] _next = new int[1024];
    private uint[] _hashes = new uint[1024];
    private int _count;

    public Field Field => indexed;

    /// <summary>What a stored record is found by; empty for a deleted one, which is in no index.</summary>
    public ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> blob) => blob.IsEmpty || Blob.IsDeleted(blob) ? default : BlobFields.Find(blob, indexed.Tag);

    public void Add(int number, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
        {
            return;
        }
        if (number >= _next.Length)
        {
            Array.Resize(ref _next, Math.Max(_next.Length * 2, number + 1));
            Array.Resize(ref _hashes, _next.Length);
        }
        if (++_count > _buckets.Length)
        {
            Rehash(_buckets.Length * 4);
        }
        _hashes[number] = Hash(key);
        Link(number);
    }

    /// <summary>Makes room in the empty index for all records of the table; <paramref name="keys"/> is how many to expect. Then each record is shown to <see cref="Take"/>, and last comes <see cref="LinkAll"/>.</summary>
    public void Reserve(int keys)
    {
        _buckets = new int[Math.Max(_buckets.Length, (int)BitOperations.RoundUpToPowerOf2((uint)keys + 1))];
        _next = new int[Math.Max(_next.Length, table.Last + 1)];
        _hashes = new uint[_next.Length];
    }

    /// <summary>Takes a record's key; several threads may, each for records of its own.</summary>
    public void Take(int number, ReadOnlySpan<byte> blob)
    {
        var key = KeyOf(blob);
        if (!key.IsEmpty)
        {
            _hashes[number] = Hash(key);
            _next[number] = Taken;
        }
    }

    /// <summary>Makes what was taken findable.</summary>
    public void LinkAll()
    {
        for (var number = 1; number < _next.Length; number++)
        {
            if (_next[number] == Taken)
            {
                Link(number);
                _count++;
            }
        }
    }

    public void Remove(int number, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
        {
            return;
        }
        ref var link = ref _buckets[Hash(key) & (uint)(_buckets.Length - 1)];
        while (link != 0 && link != number)
        {
            link = ref _next[link];
        }
        if (link == number)
        {
            link = _next[number];
            _next[number] = 0;
            _count--;
        }
    }

    /// <summary>The next record after <paramref name="after"/> (0 to begin) that holds the key; 0 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> key, int after = 0)
    {
        var hash = Hash(key);
        var number = after == 0 ? _buckets[hash & (uint)(_buckets.Length - 1)] : _next[after];
        for (; number != 0; number = _next[number])
        {
            if (_hashes[number] == hash && Same(KeyOf(table[number].Span), key))
            {
                return number;
            }
        }
        return 0;
    }

    public bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.SequenceEqual(b))
        {
            return true;
        }
        if (indexed.CaseSensitive)
        {
            return false;
        }
        return Ascii.IsValid(a) && Ascii.IsValid(b)
            ? Ascii.EqualsIgnoreCase(a, b)
            : Encoding.UTF8.GetString(a).Equals(Encoding.UTF8.GetString(b), StringComparison.OrdinalIgnoreCase);
    }

    private void Link(int number)
    {
        ref var bucket = ref _buckets[_hashes[number] & (uint)(_buckets.Length - 1)];
        _next[number] = bucket;
        bucket = number;
    }

    private uint Hash(ReadOnlySpan<byte> key)
    {
        if (indexed.CaseSensitive)
        {
            return Mix(key);
        }
        Span<byte> folded = key.Length <= 512 ? stackalloc byte[key.Length] : new byte[key.Length];
        return Ascii.IsValid(key) && Ascii.ToLower(key, folded, out var written) == System.Buffers.OperationStatus.Done
            ? Mix(folded[..written])
            : Mix(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(key).ToUpperInvariant()));
    }

    private static uint Mix(ReadOnlySpan<byte> key)
    {
        var hash = (uint)key.Length * 0x9E3779B9;
        for (; key.Length >= 8; key = key[8..])
        {
            hash = BitOperations.Crc32C(hash, BinaryPrimitives.ReadUInt64LittleEndian(key));
        }
        foreach (var b in key)
        {
            hash = BitOperations.Crc32C(hash, b);
        }
        return hash * 0x85EBCA6B;
    }

    private void Rehash(int size)
    {
        var old = _buckets;
        _buckets = new int[size];
        var order = new Stack<int>();
        foreach (var head in old)
        {
            for (var number = head; number != 0; number = _next[number])
            {
                order.Push(number);
            }
            while (order.TryPop(out var number))
            {
                Link(number);
            }
        }
    }
}
