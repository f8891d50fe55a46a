using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.Match;

/// <summary>Compares the pairs of candidate groups and keeps those at or above a weight. Shared by all threads.</summary>
/// <param name="index">Keys, refined.</param>
/// <param name="comparer">Weighs a pair.</param>
/// <param name="scope">Which pairs count.</param>
/// <param name="keepFrom">The least weight kept, in hundredths of a bit.</param>
public sealed class PairFinder(CandidateIndex index, PairComparer comparer, PairScope scope, int keepFrom)
{
    /// <summary>
    /// Compares the groups from one to before the other of a unit, each pair in its first pass only; adds what is kept to <paramref name="found"/> and
    /// returns the number of comparisons.
    /// </summary>
    public long Compare(CandidateUnit unit, int fromGroup, int toGroup, List<ScoredPair> found)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(found);
        var compared = 0L;
        var start = fromGroup == 0 ? 0 : unit.Ends[fromGroup - 1];
        for (var group = fromGroup; group < toGroup; start = unit.Ends[group++])
        {
            compared += Compare(unit.Pass, unit.Rows[start..unit.Ends[group]], found);
        }

        return compared;
    }

    private long Compare(int pass, ReadOnlySpan<int> rows, List<ScoredPair> found)
    {
        var table = index.Table;
        var compared = 0L;
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = i + 1; j < rows.Length; j++)
            {
                var (left, right) = rows[i] < rows[j] ? (rows[i], rows[j]) : (rows[j], rows[i]);
                if (!scope.Includes(table, left, right) || index.MetBefore(pass, left, right))
                {
                    continue;
                }

                compared++;
                var weight = comparer.Score(table[left], table[right], keepFrom);
                if (weight >= keepFrom)
                {
                    found.Add(new ScoredPair(left, right, weight, pass));
                }
            }
        }

        return compared;
    }
}
