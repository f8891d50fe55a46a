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
    private readonly long _allowance;

    /// <param name="index">The keys of all records, made.</param>
    /// <param name="allowancePass">Comparisons a pass may always have.</param>
    public CandidatePlan(CandidateIndex index, long allowancePass = AllowancePass)
    {
        ArgumentNullException.ThrowIfNull(index);
        Index = index;
        _allowance = Allowance(index.Table.Count, allowancePass);
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
        var pairs = new long[CandidateUnit.Caps.Length + 1];
        for (var pass = 0; pass < _caps.Length; pass++)
        {
            Array.Clear(pairs);
            foreach (var unit in Units.Where(u => u.Pass == pass))
            {
                for (var place = 0; place < pairs.Length; place++)
                {
                    pairs[place] += unit.PairsBySize[place];
                }
            }

            _caps[pass] = Cap(pairs, _allowance);
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

    /// <summary>Comparisons that a pass over so many records may have.</summary>
    internal static long Allowance(long records, long allowancePass) => Math.Max(allowancePass, AllowanceRecord * records);

    /// <summary>The highest cap of the ladder whose pairs, counted as <see cref="CandidateUnit.PairsBySize"/> says, stay within an allowance.</summary>
    internal static int Cap(ReadOnlySpan<long> pairsBySize, long allowance)
    {
        var place = 0;
        while (place < CandidateUnit.Caps.Length - 1 && Sum(pairsBySize[(place + 1)..]) > allowance)
        {
            place++;
        }

        return CandidateUnit.Caps[place];
    }

    private static long Sum(ReadOnlySpan<long> values)
    {
        long sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
