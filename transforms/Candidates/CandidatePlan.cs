using System.Collections.Immutable;

namespace ContactSync.Transforms.Candidates;

/// <summary>Groups of a unit from one to before the other: work for one thread for some milliseconds.</summary>
public readonly record struct CandidatePiece(CandidateUnit Unit, int FromGroup, int ToGroup);

/// <summary>
/// The units of all passes and the cap of each: as high as its comparisons stay within an allowance, so that small tables are compared widely and large
/// ones grow no faster than their records.
/// </summary>
public sealed class CandidatePlan
{
    /// <summary>Comparisons a pass may always have.</summary>
    public const long AllowancePass = 2_500_000;

    /// <summary>Comparisons a pass may have for each record, where that is more.</summary>
    public const int AllowanceRecord = 1;

    private const int SliceRows = 1 << 22;
    private const long PiecePairs = 20_000;

    private readonly int[] _caps;

    public CandidatePlan(CandidateIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        Index = index;
        var slices = Math.Clamp(index.Table.Count / SliceRows, 1, 16);
        Units = [.. Enumerable.Range(0, index.Keys.Length).SelectMany(pass => Enumerable.Range(0, slices).Select(slice => new CandidateUnit(index, pass, slice, slices)))];
        _caps = new int[index.Keys.Length];
    }

    /// <summary>The keys.</summary>
    public CandidateIndex Index { get; }

    /// <summary>Pass by pass.</summary>
    public ImmutableArray<CandidateUnit> Units { get; }

    /// <summary>The most records of a group of that pass.</summary>
    public int CapOf(int pass) => _caps[pass];

    /// <summary>Sets the caps by the sizes of the groups collected.</summary>
    public void ChooseCaps()
    {
        var allowance = Math.Max(AllowancePass, (long)AllowanceRecord * Index.Table.Count);
        for (var pass = 0; pass < _caps.Length; pass++)
        {
            var place = 0;
            while (place < CandidateUnit.Caps.Length - 1 && Foreseen(pass, place) > allowance)
            {
                place++;
            }

            _caps[pass] = CandidateUnit.Caps[place];
        }
    }

    /// <summary>The work of comparing, in pieces.</summary>
    public IEnumerable<CandidatePiece> Pieces()
    {
        foreach (var unit in Units)
        {
            var from = 0;
            long pairs = 0;
            for (var group = 0; group < unit.Ends.Length; group++)
            {
                var size = unit.Ends[group] - (group == 0 ? 0 : unit.Ends[group - 1]);
                pairs += (long)size * (size - 1) / 2;
                if (pairs >= PiecePairs || group == unit.Ends.Length - 1)
                {
                    yield return new CandidatePiece(unit, from, group + 1);
                    (from, pairs) = (group + 1, 0);
                }
            }
        }
    }

    private long Foreseen(int pass, int cap)
    {
        long pairs = 0;
        foreach (var unit in Units)
        {
            for (var place = cap + 1; unit.Pass == pass && place < unit.PairsBySize.Length; place++)
            {
                pairs += unit.PairsBySize[place];
            }
        }

        return pairs;
    }
}
