using ContactSync.Transforms.Match;

namespace ContactSync.Transforms.Known;

/// <summary>What holds now as one, to be written anew: of either side what was written before what came. The rows of a merge are numbered from 0 without gaps.</summary>
public sealed class KnownMerge : IKnownRecords
{
    private readonly KnownChanges _changes;
    private readonly int[] _rows;
    private readonly Dictionary<int, int> _placeOfAdded = [];

    public KnownMerge(KnownChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        _changes = changes;
        var known = changes.Known;
        IEnumerable<int> Side(int from, int to, int addedFrom, int addedTo) =>
            Enumerable.Range(from, to - from).Where(row => !changes.IsGone(row)).Concat(Enumerable.Range(known.Count + addedFrom, addedTo - addedFrom));
        _rows = [.. Side(0, known.LeftCount, 0, changes.Added.LeftCount), .. Side(known.LeftCount, known.Count, changes.Added.LeftCount, changes.Added.Count)];
        for (var place = 0; place < _rows.Length; place++)
        {
            if (_rows[place] >= known.Count)
            {
                _placeOfAdded.Add(_rows[place], place);
            }
        }
    }

    /// <summary>Records.</summary>
    public int Count => _rows.Length;

    /// <summary>Records of the left side.</summary>
    public int LeftCount => _changes.LeftCount;

    /// <summary>The record at that place.</summary>
    public KnownRecord this[int row] => _changes[_rows[row]];

    /// <summary>Pairs by the numbers of the merge.</summary>
    public IReadOnlyList<ScoredPair> Renumber(IReadOnlyList<ScoredPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return [.. pairs.Select(p => p with { Left = PlaceOf(p.Left), Right = PlaceOf(p.Right) })];
    }

    private int PlaceOf(int row)
    {
        if (row >= _changes.Known.Count)
        {
            return _placeOfAdded[row];
        }

        // Those written ascend within each of the two stretches they stand in.
        var isLeft = _changes.IsLeft(row);
        var (start, length) = isLeft ? (0, LeftCount - _changes.Added.LeftCount) : (LeftCount, Count - LeftCount - (_changes.Added.Count - _changes.Added.LeftCount));
        return Array.BinarySearch(_rows, start, length, row);
    }
}
