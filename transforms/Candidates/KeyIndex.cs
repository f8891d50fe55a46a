namespace ContactSync.Transforms.Candidates;

/// <summary>
/// Finds the rows that hold a key: open addressing on a 64-bit hash, every hit confirmed byte by byte, rows of equal keys chained. Blank keys
/// are not in it: they would all be equal and make one chain of strangers. Immutable, so any number of threads may probe. 12 bytes a row, 16 where keys repeat.
/// </summary>
internal sealed class KeyIndex
{
    /// <summary>No row, or no further one.</summary>
    public const int None = -1;

    private readonly KeyColumn _keys;
    private readonly int _prefix;
    private readonly ulong _hashMask;

    // The upper half is the hash's, the lower the row plus one; 0 is an empty slot.
    private readonly ulong[] _slots;
    private int[] _next = [];

    /// <summary>Indexes the first <paramref name="prefix"/> bytes of each key. <paramref name="hashMask"/> is for tests of collisions.</summary>
    public KeyIndex(KeyColumn keys, int prefix = int.MaxValue, ulong hashMask = ulong.MaxValue)
    {
        _keys = keys;
        _prefix = prefix;
        _hashMask = hashMask;
        _slots = new ulong[Math.Min(8 + (keys.Count * 3L / 2), Array.MaxLength)];
        for (var row = 0; row < keys.Count; row++)
        {
            Add(row);
        }
    }

    /// <summary>A row with that key, or <see cref="None"/>; a blank key has none.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        key = Cut(key);
        return key.IsEmpty || _slots[Slot(key)] is not (> 0 and var slot) ? None : RowOf(slot);
    }

    /// <summary>Another row with the key of <paramref name="row"/>, or <see cref="None"/>.</summary>
    public int Next(int row) => _next.Length == 0 ? None : _next[row];

    private static int RowOf(ulong slot) => (int)(uint)slot - 1;

    private ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> key) => key.Length > _prefix ? key[.._prefix] : key;

    private void Add(int row)
    {
        var key = Cut(_keys[row]);
        if (key.IsEmpty)
        {
            return;
        }

        var at = Slot(key);
        if (_slots[at] != 0)
        {
            Chain(row, RowOf(_slots[at]));
        }

        _slots[at] = (Hash(key) & 0xFFFF_FFFF_0000_0000) | ((uint)row + 1);
    }

    // Ids hardly ever repeat, so there is no chain before one does.
    private void Chain(int row, int next)
    {
        if (_next.Length == 0)
        {
            _next = new int[_keys.Count];
            Array.Fill(_next, None);
        }

        _next[row] = next;
    }

    /// <summary>The slot that holds the key, or the empty one where it belongs.</summary>
    private int Slot(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        for (var at = (int)(((uint)hash * (ulong)_slots.Length) >> 32); ; at = at + 1 == _slots.Length ? 0 : at + 1)
        {
            var slot = _slots[at];
            if (slot == 0 || (slot >> 32 == hash >> 32 && Cut(_keys[RowOf(slot)]).SequenceEqual(key)))
            {
                return at;
            }
        }
    }

    private ulong Hash(ReadOnlySpan<byte> key) => KeyHash.Of(key) & _hashMask;
}
