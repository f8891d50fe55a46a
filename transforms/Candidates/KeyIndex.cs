using System.Numerics;

namespace ContactSync.Transforms.Candidates;

/// <summary>
/// Finds the rows that hold a key: open addressing on a 64-bit hash, every hit confirmed byte by byte, rows of equal keys chained. Blank keys
/// are not in it: they would all be equal and make one chain of strangers. Immutable, so any number of threads may probe. About 20 bytes a row.
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
    private readonly int[] _next;

    /// <summary>Indexes the first <paramref name="prefix"/> bytes of each key. <paramref name="hashMask"/> is for tests of collisions.</summary>
    public KeyIndex(KeyColumn keys, int prefix = int.MaxValue, ulong hashMask = ulong.MaxValue)
    {
        _keys = keys;
        _prefix = prefix;
        _hashMask = hashMask;
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Min(Math.Max(8L, 2L * keys.Count), 1L << 30))];
        _next = new int[keys.Count];
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
    public int Next(int row) => _next[row];

    private static int RowOf(ulong slot) => (int)(uint)slot - 1;

    private ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> key) => key.Length > _prefix ? key[.._prefix] : key;

    private void Add(int row)
    {
        var key = Cut(_keys[row]);
        _next[row] = None;
        if (key.IsEmpty)
        {
            return;
        }

        var at = Slot(key);
        if (_slots[at] != 0)
        {
            _next[row] = RowOf(_slots[at]);
        }

        _slots[at] = (Hash(key) & 0xFFFF_FFFF_0000_0000) | ((uint)row + 1);
    }

    /// <summary>The slot that holds the key, or the empty one where it belongs.</summary>
    private int Slot(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        var mask = _slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
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
