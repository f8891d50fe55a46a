using System.Numerics;

namespace ContactSync.Transforms.Candidates;

/// <summary>
/// Puts rows of equal keys beside each other, in the time of looking at each a few times instead of sorting them. Rows of one key stay in their order;
/// keys follow as they first occur. Keeps its working memory from call to call; for one thread at a time.
/// </summary>
internal sealed class KeyGroups
{
    private ulong[] _slots = [];
    private int[] _groupOfSlot = [];
    private int[] _groupOf = [];
    private ulong[] _keys = [];
    private int[] _next = [];
    private int[] _rows = [];

    /// <summary>
    /// Puts <paramref name="rows"/> in groups by <paramref name="keys"/>, none of which says anything of the others' order, and returns how many
    /// there are. <see cref="EndOf"/> says where each ends until the next call. The keys stay as they were.
    /// </summary>
    public int Arrange(ReadOnlySpan<ulong> keys, Span<int> rows)
    {
        var groups = Number(keys);
        var ends = _next.AsSpan(0, groups + 1);
        for (var group = 1; group <= groups; group++)
        {
            ends[group] += ends[group - 1];
        }

        // Each group's next place, which once all are placed is its end and the beginning of the one after.
        var copy = _rows.AsSpan(0, rows.Length);
        rows.CopyTo(copy);
        for (var i = 0; i < copy.Length; i++)
        {
            rows[ends[_groupOf[i]]++] = copy[i];
        }

        return groups;
    }

    /// <summary>Where a group ends; it begins where the one before ends.</summary>
    public int EndOf(int group) => _next[group];

    /// <summary>The key of a group.</summary>
    public ulong KeyOf(int group) => _keys[group];

    /// <summary>Numbers the keys as they occur, and counts each one place further on.</summary>
    private int Number(ReadOnlySpan<ulong> keys)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * Math.Max(2, keys.Length)));
        if (_slots.Length < size)
        {
            (_slots, _groupOfSlot) = (new ulong[size], new int[size]);
            (_groupOf, _rows, _next) = (new int[size / 2], new int[size / 2], new int[(size / 2) + 2]);
            _keys = new ulong[size / 2];
        }

        var slots = _slots.AsSpan(0, size);
        var numbers = _groupOfSlot.AsSpan(0, size);
        numbers.Clear();
        var groups = 0;
        _next[0] = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            // The low bits: those above were used to part the keys before. A number of 0 is an empty slot.
            var at = (int)(keys[i] * 0x9E37_79B9_7F4A_7C15 >> 33) & (size - 1);
            while (numbers[at] != 0 && slots[at] != keys[i])
            {
                at = (at + 1) & (size - 1);
            }

            if (numbers[at] == 0)
            {
                slots[at] = _keys[groups] = keys[i];
                numbers[at] = ++groups;
                _next[groups] = 0;
            }

            _groupOf[i] = numbers[at] - 1;
            _next[numbers[at]]++;
        }

        return groups;
    }
}
