using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.Match;

/// <summary>
/// Compares the pairs of candidate groups and keeps those at or above a weight: first by the traits of both, which tells most strangers from each other,
/// and only then by their texts. Shared by all threads.
/// </summary>
/// <param name="index">Keys, refined.</param>
/// <param name="comparer">Weighs a pair.</param>
/// <param name="traits">Of every record, by the comparer's weights.</param>
/// <param name="scope">Which pairs count.</param>
/// <param name="keepFrom">The least weight kept, in hundredths of a bit.</param>
public sealed class PairFinder(CandidateIndex index, PairComparer comparer, TraitTable traits, PairScope scope, int keepFrom)
{
    // How many records of a unit ahead are asked for: about what a processor can wait for at once, some times over.
    private const int Ahead = 32;

    private readonly PairBound _bound = new(comparer.Weights);

    /// <summary>
    /// Compares the groups from one to before the other of a unit, each pair in its first pass only; adds what is kept to <paramref name="found"/> and
    /// returns the number of comparisons.
    /// </summary>
    public long Compare(CandidateUnit unit, int fromGroup, int toGroup, List<ScoredPair> found)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(found);
        var compared = 0L;
        var rows = unit.Rows;
        var ends = unit.Ends;
        var start = fromGroup == 0 ? 0 : ends[fromGroup - 1];
        var ahead = start;
        for (var group = fromGroup; group < toGroup; start = ends[group++])
        {
            for (; ahead < Math.Min(rows.Length, ends[group] + Ahead); ahead++)
            {
                traits.Prefetch(rows[ahead]);
                index.Prefetch(rows[ahead]);
            }

            compared += Compare(unit.Pass, rows[start..ends[group]], found);
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
                if (!_bound.Unbounded && _bound.Most(traits[left], traits[right]) < keepFrom)
                {
                    continue;
                }

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
