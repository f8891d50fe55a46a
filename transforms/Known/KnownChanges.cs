namespace ContactSync.Transforms.Known;

/// <summary>
/// What has come, changed and gone since people were written: rows of theirs that hold no more, and records that hold now. A changed record is one of each. Rows of what is known keep their
/// numbers, those that came follow. One thread fills it; then it is only read.
/// </summary>
/// <param name="known">What was written.</param>
/// <param name="added">What holds now and was not written so.</param>
public sealed class KnownChanges(KnownImage known, KnownTable added)
{
    private readonly ulong[] _gone = new ulong[(known.Count >> 6) + 1];
    private readonly List<int> _goneRows = [];
    private int _goneLeft;

    /// <summary>What was written.</summary>
    public KnownImage Known => known;

    /// <summary>What came.</summary>
    public KnownTable Added => added;

    /// <summary>The rows that hold no more.</summary>
    public IReadOnlyList<int> Gone => _goneRows;

    /// <summary>Records that hold now.</summary>
    public int Count => known.Count - _goneRows.Count + added.Count;

    /// <summary>Those of the left side.</summary>
    public int LeftCount => known.LeftCount - _goneLeft + added.LeftCount;

    /// <summary>Rows that have numbers, whether they hold or not.</summary>
    public int Rows => known.Count + added.Count;

    /// <summary>The record of a row.</summary>
    public KnownRecord this[int row] => row < known.Count ? known[row] : added[row - known.Count];

    /// <summary>Whether a row is of the left side.</summary>
    public bool IsLeft(int row) => row < known.Count ? row < known.LeftCount : row - known.Count < added.LeftCount;

    /// <summary>Says that a row holds no more; once.</summary>
    public void Remove(int row)
    {
        if ((uint)row >= (uint)known.Count || IsGone(row))
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, "Not a row that holds.");
        }

        _gone[row >> 6] |= 1UL << row;
        _goneRows.Add(row);
        _goneLeft += row < known.LeftCount ? 1 : 0;
    }

    /// <summary>Whether a row holds no more.</summary>
    public bool IsGone(int row) => row < known.Count && (_gone[row >> 6] >> row & 1) != 0;

    /// <summary>Has the processor fetch where a record begins.</summary>
    internal void PrefetchStart(int row)
    {
        if (row < known.Count)
        {
            known.PrefetchStart(row);
        }
    }

    /// <summary>Has the processor fetch a record.</summary>
    internal void Prefetch(int row)
    {
        if (row < known.Count)
        {
            known.Prefetch(row);
        }
        else
        {
            added.Prefetch(row - known.Count);
        }
    }
}
