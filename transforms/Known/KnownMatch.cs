using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Known;

/// <summary>How changes are matched: as everything was that is written.</summary>
/// <param name="Slack">Pairs are kept from so many hundredths of a bit under the review line, so that they are there when it sinks or their values become rarer.</param>
public sealed record KnownMatchOptions(MatchModel Model, Nicknames Nicknames, UniqueSide Unique, int Slack = KnownMatchOptions.DefaultSlack)
{
    /// <summary>Six bits: as much as values make that some records in a million hold and a few lose.</summary>
    public const int DefaultSlack = 600;
}

/// <summary>
/// Matches what has changed against what is known, across the sides: only pairs of which a record is new, or in other groups than before, are compared; the others were kept, and are weighed
/// with the counts of now. The pairs are those that matching everybody anew would find, with the same weights and keys; where that cannot be told, <see cref="Settle"/> says why and everything
/// is to be matched anew. Stages: every <see cref="Prepare"/> (from many threads), <see cref="Settle"/>, every <see cref="Compare"/> and
/// <see cref="Weigh(int, int, List{ScoredPair})"/> (from many threads), <see cref="Complete"/>.
/// </summary>
public sealed class KnownMatch
{
    // How many candidates of a record ahead are asked for.
    private const int Ahead = 8;

    private readonly KnownChanges _changes;
    private readonly KnownMatchOptions _options;
    private readonly TouchedGroups[] _passes;
    private readonly string?[] _reasons;
    private readonly HashSet<int> _moved = [];
    private int[] _work = [];
    private ValueCounts _counts = null!;

    public KnownMatch(KnownChanges changes, KnownMatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(options);
        (_changes, _options) = (changes, options);
        var maker = new KeyMaker(options.Nicknames);
        _passes = [.. options.Model.Keys.Select((key, pass) => new TouchedGroups(changes, pass, new KeyChain(key, maker)))];
        _reasons = new string?[_passes.Length];
    }

    /// <summary>Steps to prepare.</summary>
    public int Steps => _passes.Length + 1;

    /// <summary>Records to compare with what is known.</summary>
    public int Work => _work.Length;

    /// <summary>Pairs that were kept, to be weighed anew.</summary>
    public int Kept => _changes.Known.Contents.Pairs.Count;

    /// <summary>Weighs pairs with the counts of now; there once prepared.</summary>
    public PairComparer Comparer { get; private set; } = null!;

    /// <summary>The lines of now; there once prepared.</summary>
    public ClusterOptions Lines { get; private set; } = null!;

    /// <summary>Every pair of this weight is found; there once settled.</summary>
    public int KeptFrom { get; private set; }

    /// <summary>The pairs from <see cref="KeptFrom"/> up, by left and right row; there once completed.</summary>
    public IReadOnlyList<ScoredPair> Pairs { get; private set; } = [];

    /// <summary>One step of those that need nothing of each other.</summary>
    public void Prepare(int step)
    {
        if (step > 0)
        {
            _reasons[step - 1] = _passes[step - 1].Build(CandidatePlan.Allowance(_changes.Count, _changes.Known.Contents.AllowancePass));
            return;
        }

        _counts = _changes.Known.Counts();
        foreach (var row in _changes.Gone)
        {
            _counts.Remove(_changes[row].Person);
        }

        for (var row = 0; row < _changes.Added.Count; row++)
        {
            _counts.Add(_changes.Added[row].Person);
        }

        Comparer = new PairComparer(new WeightTable(_options.Model, _counts), _options.Nicknames);
        Lines = MatchLines.Of(_options.Model, _changes.LeftCount, _changes.Count - _changes.LeftCount, _options.Unique);
    }

    /// <summary>Ends the preparing. Returns null, or why everything is to be matched anew.</summary>
    public string? Settle()
    {
        for (var pass = 0; pass < _passes.Length; pass++)
        {
            if (_reasons[pass] is { } reason)
            {
                return $"key '{_options.Model.Keys[pass].Name}': {reason}";
            }

            _moved.UnionWith(_passes[pass].Moved);
        }

        var isOneSided = _changes.Known.LeftCount == 0 || _changes.Known.LeftCount == _changes.Known.Count;
        var added = Enumerable.Range(_changes.Known.Count, _changes.Added.Count).Where(row => _changes[row].TakesPart);
        _work = [.. isOneSided ? Enumerable.Empty<int>() : _moved.Order(), .. added];
        KeptFrom = Lines.Review - _options.Slack;
        if (isOneSided)
        {
            // What was known then had nobody to be paired with; who came since finds all there is.
            return null;
        }

        // A pair that was not kept weighed less than this, and by now at most so much more.
        var least = _changes.Known.Contents.KeptFrom + WeightDrift.Most(_changes, _options.Model, _counts);
        KeptFrom = Math.Max(KeptFrom, least);
        return least <= Lines.Review ? null
            : $"values have become so much rarer that pairs may have come over the review line unseen ({least / 100.0:0.0} bits where {Lines.Review / 100.0:0.0} would do)";
    }

    /// <summary>Compares some of the work; returns the number of comparisons.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Compare(int from, int to, List<ScoredPair> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var compared = 0L;
        var members = new List<int>();
        var candidates = new List<(int Row, int Pass)>();
        var seen = new HashSet<int>();
        for (var place = from; place < to; place++)
        {
            var row = _work[place];
            var record = _changes[row];
            candidates.Clear();
            seen.Clear();
            for (var pass = 0; pass < _passes.Length; pass++)
            {
                members.Clear();
                _passes[pass].AddMembers(row, record.Person, members);
                foreach (var member in members)
                {
                    // Of two that both changed, the later finds the earlier.
                    if (_changes.IsLeft(member) != record.IsLeft && !(member > row && IsNew(member)) && seen.Add(member))
                    {
                        _changes.PrefetchStart(member);
                        candidates.Add((member, pass));
                    }
                }
            }

            Weigh(row, record, candidates, found);
            compared += candidates.Count;
        }

        return compared;
    }

    /// <summary>Weighs some of the pairs kept, those of which neither record has changed.</summary>
    public void Weigh(int from, int to, List<ScoredPair> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        foreach (ref readonly var pair in _changes.Known.Pairs(from, to))
        {
            if (_changes.IsGone(pair.Left) || _changes.IsGone(pair.Right) || _moved.Contains(pair.Left) || _moved.Contains(pair.Right))
            {
                continue;
            }

            var weight = Comparer.Score(_changes[pair.Left].Person, _changes[pair.Right].Person, KeptFrom);
            if (weight >= KeptFrom)
            {
                found.Add(pair with { Weight = weight });
            }
        }
    }

    /// <summary>Takes all that was found, in any order.</summary>
    public void Complete(IEnumerable<ScoredPair> found)
    {
        ScoredPair[] pairs = [.. found];
        Array.Sort(Array.ConvertAll(pairs, p => ((ulong)p.Left << 32) | (uint)p.Right), pairs);
        Pairs = pairs;
    }

    private bool IsNew(int row) => row >= _changes.Known.Count || _moved.Contains(row);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(int row, KnownRecord record, List<(int Row, int Pass)> candidates, List<ScoredPair> found)
    {
        var span = CollectionsMarshal.AsSpan(candidates);
        for (var i = 0; i < span.Length; i++)
        {
            if (i + Ahead < span.Length)
            {
                _changes.Prefetch(span[i + Ahead].Row);
            }

            var (left, right) = record.IsLeft ? (row, span[i].Row) : (span[i].Row, row);
            var other = _changes[span[i].Row].Person;
            var weight = record.IsLeft ? Comparer.Score(record.Person, other, KeptFrom) : Comparer.Score(other, record.Person, KeptFrom);
            if (weight >= KeptFrom)
            {
                found.Add(new ScoredPair(left, right, weight, span[i].Pass));
            }
        }
    }
}
