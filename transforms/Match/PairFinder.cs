using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.Match;

/// <summary>
/// Compares the pairs of candidate groups and keeps those at or above a weight: first by the traits of both, which tells most strangers from each other,
/// and only then by their texts. Shared by all threads.
/// </summary>
public sealed class PairFinder
{
    // How many records of a unit ahead are asked for: about what a processor can wait for at once, some times over.
    private const int Ahead = 32;

    private readonly CandidateIndex _index;
    private readonly PairScope _scope;
    private readonly int _keepFrom;
    private readonly IPairWeigher _weigher;
    private readonly PairComparer? _comparer;
    private readonly TraitTable? _traits;

    // Null where nothing less than the texts tells what a pair can weigh.
    private readonly PairBound? _bound;

    /// <param name="index">Keys, refined.</param>
    /// <param name="comparer">Weighs a pair.</param>
    /// <param name="traits">Of every record, by the comparer's weights.</param>
    /// <param name="scope">Which pairs count.</param>
    /// <param name="keepFrom">The least weight kept, in hundredths of a bit.</param>
    public PairFinder(CandidateIndex index, PairComparer comparer, TraitTable traits, PairScope scope, int keepFrom)
    {
        ArgumentNullException.ThrowIfNull(comparer);
        (_index, _weigher, _comparer, _traits, _scope, _keepFrom) = (index, comparer, comparer, traits, scope, keepFrom);
        _bound = new PairBound(comparer.Weights) is { Unbounded: false } bound ? bound : null;
    }

    /// <param name="index">Keys, refined.</param>
    /// <param name="rules">Judges a pair.</param>
    /// <param name="scope">Which pairs count.</param>
    public PairFinder(CandidateIndex index, RuleComparer rules, PairScope scope) => (_index, _weigher, _scope, _keepFrom) = (index, rules, scope, RuleComparer.Least);

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
                _traits?.Prefetch(rows[ahead]);
                _index.Prefetch(rows[ahead]);
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
        var table = _index.Table;
        var firstRight = rows.Length;
        while (firstRight > 0 && !table.IsLeft(rows[firstRight - 1]))
        {
            firstRight--;
        }

        var compared = 0L;
        for (var i = 0; i < (_scope.WithinRight ? rows.Length : firstRight); i++)
        {
            var left = rows[i];
            for (var j = i < firstRight && !_scope.WithinLeft ? firstRight : i + 1; j < rows.Length; j++)
            {
                var right = rows[j];
                if (pass > 0 && _index.MetBefore(pass, left, right))
                {
                    continue;
                }

                compared++;
                var (most, names, email) = (int.MaxValue / 2, 0, 0);
                if (_bound is null || (most = _bound.Most(_traits![left], _traits[right], out names, out email)) >= _keepFrom)
                {
                    if (likely.IsFull && likely.TryTake(out var pair))
                    {
                        Weigh(pass, pair, found);
                    }

                    table.Prefetch(left);
                    table.Prefetch(right);
                    likely.Add(new Likely(left, right, most - names, email));
                }
            }
        }

        return compared;
    }

    private void Weigh(int pass, Likely pair, List<ScoredPair> found)
    {
        var left = _index.Table[pair.Left];
        var right = _index.Table[pair.Right];
        var weight = _comparer is null ? _weigher.Score(left, right) : _comparer.Score(left, right, _keepFrom, pair.Besides, pair.Email);
        if (weight >= _keepFrom)
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
