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
        var likely = new Waiting(stackalloc Likely[Waiting.Most]);
        var start = fromGroup == 0 ? 0 : ends[fromGroup - 1];
        var ahead = start;
        for (var group = fromGroup; group < toGroup; start = ends[group++])
        {
            for (; ahead < Math.Min(rows.Length, ends[group] + Ahead); ahead++)
            {
                traits.Prefetch(rows[ahead]);
                index.Prefetch(rows[ahead]);
            }

            compared += Compare(unit.Pass, rows[start..ends[group]], ref likely, found);
        }

        while (likely.TryTake(out var pair))
        {
            Weigh(unit.Pass, pair, found);
        }

        return compared;
    }

    private long Compare(int pass, ReadOnlySpan<int> rows, ref Waiting likely, List<ScoredPair> found)
    {
        // Rows of a group ascend, so those of the left stand before those of the right.
        var table = index.Table;
        var firstRight = rows.Length;
        while (firstRight > 0 && !table.IsLeft(rows[firstRight - 1]))
        {
            firstRight--;
        }

        var compared = 0L;
        for (var i = 0; i < (scope.WithinRight ? rows.Length : firstRight); i++)
        {
            var left = rows[i];
            for (var j = i < firstRight && !scope.WithinLeft ? firstRight : i + 1; j < rows.Length; j++)
            {
                var right = rows[j];
                if (pass > 0 && index.MetBefore(pass, left, right))
                {
                    continue;
                }

                compared++;
                var most = _bound.Most(traits[left], traits[right], out var names, out var email);
                if (_bound.Unbounded || most >= keepFrom)
                {
                    if (likely.IsFull && likely.TryTake(out var pair))
                    {
                        Weigh(pass, pair, found);
                    }

                    table.Prefetch(left);
                    table.Prefetch(right);
                    likely.Add(_bound.Unbounded ? new Likely(left, right, int.MaxValue / 2, 0) : new Likely(left, right, most - names, email));
                }
            }
        }

        return compared;
    }

    private void Weigh(int pass, Likely pair, List<ScoredPair> found)
    {
        var weight = comparer.Score(index.Table[pair.Left], index.Table[pair.Right], keepFrom, pair.Besides, pair.Email);
        if (weight >= keepFrom)
        {
            found.Add(new ScoredPair(pair.Left, pair.Right, weight, pass));
        }
    }

    /// <summary>A pair, and what all but the names can add at most, and the e-mail address of that.</summary>
    private readonly record struct Likely(int Left, int Right, int Besides, int Email);

    /// <summary>Pairs whose texts are on their way from memory: first in, first out.</summary>
    private ref struct Waiting(Span<Likely> places)
    {
        public const int Most = 8;

        private readonly Span<Likely> _places = places;
        private int _first;
        private int _count;

        public readonly bool IsFull => _count == Most;

        public void Add(Likely pair) => _places[(_first + _count++) % Most] = pair;

        public bool TryTake(out Likely pair)
        {
            pair = _places[_first];
            if (_count == 0)
            {
                return false;
            }

            (_first, _count) = ((_first + 1) % Most, _count - 1);
            return true;
        }
    }
}
