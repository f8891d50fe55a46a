using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Cluster;

/// <summary>Average-linkage clustering of a few hundred records, every pair weighed.</summary>
internal sealed class Component
{
    private readonly PersonTable _table;
    private readonly ClusterOptions _options;
    private readonly int[] _rows;
    private readonly int _count;
    private readonly long[] _sums;
    private readonly int[] _strongest;
    private readonly bool[] _barred;
    private readonly bool[] _forced;
    private readonly bool[] _even;
    private readonly int[] _sizes;
    private readonly int[] _lefts;
    private readonly int[] _cluster;
    private readonly List<(int, int)> _ambiguous = [];

    public Component(PersonTable table, IPairWeigher weigher, ClusterOptions options, int[] rows, Func<int, int, bool?>? judged)
    {
        (_table, _options) = (table, options);

        // The order of what the records hold, not of how they came.
        Array.Sort(rows, (x, y) => table[x].Memory.SequenceCompareTo(table[y].Memory) is not 0 and var order ? order : x.CompareTo(y));
        (_rows, _count) = (rows, rows.Length);
        (_sums, _strongest) = (new long[_count * _count], new int[_count * _count]);
        (_barred, _forced) = (new bool[_count * _count], new bool[_count * _count]);
        _even = new bool[_count * _count];
        _sizes = new int[_count];
        _lefts = new int[_count];
        _cluster = new int[_count];
        for (var i = 0; i < _count; i++)
        {
            (_sizes[i], _lefts[i], _cluster[i]) = (1, table.IsLeft(rows[i]) ? 1 : 0, i);
            for (var j = 0; j < i; j++)
            {
                var weight = weigher.Score(table[rows[i]], table[rows[j]]);
                var verdict = judged?.Invoke(rows[i], rows[j]);
                Set(i, j, weight, weight, verdict == false, verdict == true);
            }
        }
    }

    public void Agglomerate()
    {
        while (Best() is { } best)
        {
            Merge(best.Into, best.From);
        }
    }

    public void WriteTo(int[] of, List<(int, int)> ambiguous)
    {
        var lowest = new int[_count];
        Array.Fill(lowest, int.MaxValue);
        for (var i = 0; i < _count; i++)
        {
            lowest[_cluster[i]] = Math.Min(lowest[_cluster[i]], _rows[i]);
        }

        for (var i = 0; i < _count; i++)
        {
            of[_rows[i]] = lowest[_cluster[i]];
        }

        ambiguous.AddRange(_ambiguous);
    }

    /// <summary>The two clusters that weigh most on the mean among those that may become one; judged ones before all.</summary>
    private (int Into, int From)? Best()
    {
        (int Into, int From)? best = null;
        for (var i = 0; i < _count; i++)
        {
            for (var j = 0; _sizes[i] > 0 && j < i; j++)
            {
                if (_sizes[j] > 0 && May(i, j) && (best is not { } so || IsBetter(i, j, so.From, so.Into)))
                {
                    best = (j, i);
                }
            }
        }

        if (best is not { } found || _forced[At(found.Into, found.From)] || !IsContested(found.Into, found.From))
        {
            return best;
        }

        // Another partner is as good: neither is taken, a person looks.
        _ambiguous.Add(Ordered(_rows[found.Into], _rows[found.From]));
        _even[At(found.Into, found.From)] = _even[At(found.From, found.Into)] = true;
        return Best();
    }

    private bool May(int i, int j) => Could(i, j) && (_forced[At(i, j)] || !_even[At(i, j)]);

    private bool Could(int i, int j) =>
        _forced[At(i, j)]
        || (!_barred[At(i, j)] && _strongest[At(i, j)] >= _options.Match && _sums[At(i, j)] >= (long)_options.Cohesion * _sizes[i] * _sizes[j] && !HoldsTwice(i, j));

    private bool HoldsTwice(int i, int j) => _table.HasTwoSides && _options.Unique switch
    {
        UniqueSide.Incoming => _lefts[i] + _lefts[j] > 1,
        UniqueSide.Org => _sizes[i] - _lefts[i] + _sizes[j] - _lefts[j] > 1,
        UniqueSide.Both => _lefts[i] + _lefts[j] > 1 || _sizes[i] - _lefts[i] + _sizes[j] - _lefts[j] > 1,
        _ => false,
    };

    private bool IsContested(int i, int j)
    {
        if (_options.Unique == UniqueSide.None || !_table.HasTwoSides)
        {
            return false;
        }

        for (var other = 0; other < _count; other++)
        {
            if (other != i && other != j && _sizes[other] > 0
                && ((Rivals(i, j, other) && IsWithinMargin(i, j, i, other)) || (Rivals(j, i, other) && IsWithinMargin(i, j, j, other))))
            {
                return true;
            }
        }

        return false;
    }

    // Whether a third could take the second's place beside the first, but not stand beside both; one that was found even before still could.
    private bool Rivals(int i, int j, int other) => Could(i, other) && HoldsTwice(j, other);

    private bool IsWithinMargin(int i, int j, int k, int other) =>
        (_sums[At(i, j)] * _sizes[k] * _sizes[other]) - (_sums[At(k, other)] * _sizes[i] * _sizes[j])
        < (long)_options.Margin * _sizes[i] * _sizes[j] * _sizes[k] * _sizes[other];

    private bool IsBetter(int i, int j, int otherI, int otherJ)
    {
        if (_forced[At(i, j)] != _forced[At(otherI, otherJ)])
        {
            return _forced[At(i, j)];
        }

        return _sums[At(i, j)] * _sizes[otherI] * _sizes[otherJ] > _sums[At(otherI, otherJ)] * _sizes[i] * _sizes[j];
    }

    private void Merge(int into, int from)
    {
        for (var k = 0; k < _count; k++)
        {
            if (k != into && k != from)
            {
                var (a, b) = (At(into, k), At(from, k));
                _even[a] = _even[At(k, into)] = _even[a] || _even[b];
                Set(into, k, _sums[a] + _sums[b], Math.Max(_strongest[a], _strongest[b]), _barred[a] || _barred[b], _forced[a] || _forced[b]);
            }

            _cluster[k] = _cluster[k] == from ? into : _cluster[k];
        }

        _sizes[into] += _sizes[from];
        _lefts[into] += _lefts[from];
        _sizes[from] = 0;
    }

    private void Set(int i, int j, long sum, int strongest, bool barred, bool forced)
    {
        foreach (var at in (ReadOnlySpan<int>)[At(i, j), At(j, i)])
        {
            (_sums[at], _strongest[at], _barred[at], _forced[at]) = (sum, strongest, barred, forced);
        }
    }

    private int At(int i, int j) => (i * _count) + j;

    private static (int, int) Ordered(int left, int right) => (Math.Min(left, right), Math.Max(left, right));
}
