using ContactSync.Match;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Evaluate;

/// <summary>One line of the sweep: what pairs at or above a weight would be worth.</summary>
public sealed record SweepLine(int Weight, Quality Pairs);

/// <summary>One line of the calibration: pairs whose weight says a probability in this band, and how many of them are true.</summary>
public sealed record CalibrationLine(int FromPercent, int ToPercent, long Pairs, long True);

/// <summary>The pairs that one rule decided, and how many of them are true.</summary>
public sealed record RuleLine(string Rule, long Pairs, long True);

/// <summary>Recall of true pairs of one kind.</summary>
public sealed record SliceLine(string Slice, long Pairs, long Found);

/// <summary>What a match is worth by the truth. Clusters and pairs were sealed before the truth was opened.</summary>
public sealed class Evaluation
{
    private readonly PeopleMatch _match;
    private readonly Clusters _clusters;
    private readonly Truth _truth;
    private readonly bool _crossOnly;
    private readonly Dictionary<int, List<int>> _true = [];

    public Evaluation(PeopleMatch match, Clusters clusters, Truth truth)
    {
        (_match, _clusters, _truth) = (match, clusters, truth);
        for (var row = 0; row < truth.Of.Length; row++)
        {
            (_true.TryGetValue(truth.Of[row], out var members) ? members : _true[truth.Of[row]] = []).Add(row);
        }

        // Between two sides only pairs across count where the truth speaks of no other.
        _crossOnly = match.Table.HasTwoSides && (truth.Listed ?? TruePairs(cross: false)).All(p => match.Table.IsLeft(p.Left) != match.Table.IsLeft(p.Right));
        ClusterPairs = OfClusters();
        AutoPairs = OfPairs(match.Lines.Match);
        BCubed = OfElements();
    }

    /// <summary>Pairs within one cluster.</summary>
    public Quality ClusterPairs { get; }

    /// <summary>Pairs at or above the line, before clustering.</summary>
    public Quality AutoPairs { get; }

    /// <summary>B-cubed precision and recall: means over records.</summary>
    public (double Precision, double Recall) BCubed { get; }

    /// <summary>True pairs that some key brought together, 0 to 1: what recall without clusters can be at most.</summary>
    public double BlockRecall
    {
        get
        {
            var (all, met) = (0L, 0L);
            foreach (var (left, right) in TruePairs(_crossOnly))
            {
                all++;
                met += _match.Index.FirstPass(left, right) >= 0 ? 1 : 0;
            }

            return all == 0 ? 1 : (double)met / all;
        }
    }

    /// <summary>Of all pairs there are, those that were not compared, 0 to 1.</summary>
    public double ReductionRatio
    {
        get
        {
            var table = _match.Table;
            var (left, right) = ((double)table.LeftCount, (double)(table.Count - table.LeftCount));
            var all = _crossOnly ? left * right : (left + right) * (left + right - 1) / 2;
            return all == 0 ? 1 : 1 - (_match.Figures.Compared / all);
        }
    }

    /// <summary>Quality of pairs by the line they would be taken from: around the one in force, a bit apart.</summary>
    public IEnumerable<SweepLine> Sweep => Enumerable.Range(-4, 13).Select(step => _match.Lines.Match + (100 * step)).Select(w => new SweepLine(w, OfPairs(w)));

    /// <summary>The probability a weight says, and how many are true.</summary>
    public IEnumerable<CalibrationLine> Calibration()
    {
        (int From, int To)[] bands = [(0, 50), (50, 80), (80, 95), (95, 99), (99, 100)];
        var odds = MatchLines.Odds(_match.Table);
        return bands.Select(b =>
        {
            var pairs = _match.Pairs.Where(p => MatchLines.PerMille(p.Weight - odds) / 10 is var c && c >= b.From && (c < b.To || b.To == 100)).ToList();
            return new CalibrationLine(b.From, b.To, pairs.Count, pairs.Count(p => _truth.Same(p.Left, p.Right)));
        });
    }

    /// <summary>What each rule is worth, in order; nothing where weights judge.</summary>
    public IEnumerable<RuleLine> Rules()
    {
        if (_match.Rules is not { } rules)
        {
            return [];
        }

        var decided = _match.Pairs.Where(p => Counts(p.Left, p.Right)).ToLookup(p => rules.RuleOf(p.Weight));
        return rules.Rules.Select((rule, i) => new RuleLine(rule.Name, decided[i].LongCount(), decided[i].LongCount(p => _truth.Same(p.Left, p.Right))));
    }

    /// <summary>Recall of the clusters by kind of pair.</summary>
    public IEnumerable<SliceLine> Slices()
    {
        var kinds = new SortedDictionary<string, (long All, long Found)>(StringComparer.Ordinal);
        var findings = new Finding[PairComparer.FindingCount];
        foreach (var (left, right) in TruePairs(_crossOnly))
        {
            _match.Comparer.Compare(_match.Table[left], _match.Table[right], findings);
            foreach (var kind in Kinds(findings, left, right))
            {
                var (all, found) = kinds.GetValueOrDefault(kind);
                kinds[kind] = (all + 1, found + (_clusters.Same(left, right) ? 1 : 0));
            }
        }

        return kinds.Select(k => new SliceLine(k.Key, k.Value.All, k.Value.Found));
    }

    /// <summary>The wrong pairs with the most evidence for them, and the missed ones with the least.</summary>
    public (IReadOnlyList<ScoredPair> Wrong, IReadOnlyList<ScoredPair> Missed) Worst(int most)
    {
        var wrong = SamePairs().Where(p => !_truth.Same(p.Left, p.Right)).Select(Weighed).OrderByDescending(p => p.Weight).ThenBy(p => p.Left).ThenBy(p => p.Right).Take(most);
        var missed = TruePairs(_crossOnly).Where(p => !_clusters.Same(p.Left, p.Right)).Select(Weighed).OrderByDescending(p => p.Weight).ThenBy(p => p.Left).ThenBy(p => p.Right).ToList();
        var step = Math.Max(1, missed.Count / Math.Max(1, most));
        return ([.. wrong], [.. missed.Where((_, i) => i % step == 0).Take(most)]);
    }

    private ScoredPair Weighed((int Left, int Right) pair) => new(
        pair.Left, pair.Right, _match.Weigher.Score(_match.Table[pair.Left], _match.Table[pair.Right]), _match.Index.FirstPass(pair.Left, pair.Right));

    private static IEnumerable<string> Kinds(Finding[] findings, int left, int right)
    {
        if (findings[(int)Comparison.First].Level == Level.Swapped)
        {
            yield return "names swapped";
        }

        foreach (var comparison in (Comparison[])[Comparison.First, Comparison.Last, Comparison.Birth, Comparison.Email])
        {
            yield return $"{ComparisonWords.Of(comparison)} {ComparisonWords.Of(findings[(int)comparison].Level)}";
        }
    }

    private Quality OfPairs(int line)
    {
        long right = 0, wrong = 0;
        foreach (var pair in _match.Pairs)
        {
            if (pair.Weight < line || !Counts(pair.Left, pair.Right))
            {
                continue;
            }

            _ = _truth.Same(pair.Left, pair.Right) ? right++ : wrong++;
        }

        return new Quality(right, wrong, TrueCount() - right);
    }

    private Quality OfClusters()
    {
        long right = 0, wrong = 0;
        foreach (var (left, other) in SamePairs())
        {
            _ = _truth.Same(left, other) ? right++ : wrong++;
        }

        return new Quality(right, wrong, TrueCount() - right);
    }

    private (double Precision, double Recall) OfElements()
    {
        var said = Enumerable.Range(0, _clusters.Count).GroupBy(_clusters.Of).ToDictionary(g => g.Key, g => g.ToList());
        double precision = 0, recall = 0;
        foreach (var members in said.Values)
        {
            foreach (var group in members.GroupBy(r => _truth.Of[r]))
            {
                var both = (double)group.Count();
                precision += both * both / members.Count;
                recall += both * both / _true[group.Key].Count;
            }
        }

        return _clusters.Count == 0 ? (1, 1) : (precision / _clusters.Count, recall / _clusters.Count);
    }

    private IEnumerable<(int Left, int Right)> SamePairs() =>
        Enumerable.Range(0, _clusters.Count).GroupBy(_clusters.Of).Where(g => g.Skip(1).Any()).SelectMany(g => Pairs([.. g], _crossOnly));

    private IEnumerable<(int Left, int Right)> TruePairs(bool cross) => _true.Values.Where(m => m.Count > 1).SelectMany(m => Pairs(m, cross));

    private long TrueCount() => TruePairs(_crossOnly).LongCount();

    private IEnumerable<(int Left, int Right)> Pairs(List<int> rows, bool cross)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = i + 1; j < rows.Count; j++)
            {
                if (!cross || _match.Table.IsLeft(rows[i]) != _match.Table.IsLeft(rows[j]))
                {
                    yield return (rows[i], rows[j]);
                }
            }
        }
    }

    private bool Counts(int left, int right) => !_crossOnly || _match.Table.IsLeft(left) != _match.Table.IsLeft(right);
}
