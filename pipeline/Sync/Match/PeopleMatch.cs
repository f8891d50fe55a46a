using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;
using ContactSync.Weights;

namespace ContactSync.Match;

/// <summary>How people are matched.</summary>
/// <param name="MaxComparisons">Past this many comparisons nothing is compared and the run stops with advice.</param>
/// <param name="TakesPart">
/// By row, whether a record is paired at all; null when all are. The others are the population: they say how common a value is and how many a record could be.
/// </param>
/// <param name="Slack">Pairs are kept from so many hundredths of a bit under the review line, 0 and up.</param>
/// <param name="Rules">Rules that judge pairs in place of the model's weights; its candidate keys stay. Null for weights.</param>
public sealed record PeopleMatchOptions(
    LoadedModel Model, UniqueSide Unique = UniqueSide.None, PairScope? Scope = null, long MaxComparisons = PeopleMatchOptions.DefaultMaxComparisons, Func<int, bool>? TakesPart = null, int Slack = 0,
    RuleSet? Rules = null)
{
    /// <summary>Some hours on two cores.</summary>
    public const long DefaultMaxComparisons = 20_000_000_000;
}

/// <summary>A batch of one side, and the number of its source.</summary>
public sealed record PeopleBatch(RecordBatch Records, PersonColumns Columns, bool IsLeft, byte Source);

/// <summary>
/// Matches records with each other by model: normalise, count, keys, groups, compare, cluster. Each stage is one graph, and all of one must have ended
/// before the next begins. The result is the same for every parallelism, batch size and order of the records. One object matches once.
/// </summary>
public sealed class PeopleMatch(PeopleMatchOptions options, ReferenceLists lists, DataflowOptions dataflow, Func<Topology, CancellationToken, Task> flow, TimeProvider clock, TaskScheduler? scheduler = null) : IDisposable
{
    private const int RangeRows = 16_384;

    // So many records stay in the processor's cache from one step to the next.
    private const int CachedRows = 1_024;

    private readonly PersonTable _table = new();
    private readonly ConcurrentBag<ValueCounts> _counts = [];
    private readonly PairScope _scope = options.Scope ?? PairScope.All;
    private readonly Stages _stages = new(dataflow, flow, clock, scheduler);

    /// <summary>The records, normalised.</summary>
    public PersonTable Table => _table;

    /// <summary>Weighs pairs of the table; there once it is filled.</summary>
    public PairComparer Comparer { get; private set; } = null!;

    /// <summary>Judges pairs where rules do; null where weights do.</summary>
    public RuleComparer? Rules { get; } = options.Rules is { } rules ? new RuleComparer(rules, lists.Nicknames) : null;

    /// <summary>What judges pairs.</summary>
    public IPairWeigher Weigher => Rules ?? (IPairWeigher)Comparer;

    /// <summary>The candidate keys; there once the pairs are.</summary>
    public CandidateIndex Index { get; private set; } = null!;

    /// <summary>Pairs kept, by left and right row.</summary>
    public List<ScoredPair> Pairs { get; } = [];

    /// <summary>What the stages counted.</summary>
    public MatchFigures Figures { get; } = new();

    /// <summary>The lines in force, with the odds of a random pair in them.</summary>
    public ClusterOptions Lines { get; private set; } = null!;

    /// <summary>Reads and normalises all records: those of the left side first.</summary>
    public async Task FillAsync(Func<CancellationToken, IAsyncEnumerable<PeopleBatch>> records, CancellationToken cancellationToken)
    {
        var graph = new Topology("people", scheduler, clock);
        var source = graph.Source("match-records", records, dataflow.Extract, (PeopleBatch b) => b.Records.RowCount);
        var fold = graph.Transform<PeopleBatch, (PersonBlock Block, bool IsLeft)>(
            "fold", (b, _) => ValueTask.FromResult(Fold(b)), dataflow.Normalise, b => b.Records.RowCount, b => b.Records.Release());
        var left = true;
        var table = graph.Sink<(PersonBlock Block, bool IsLeft)>(
            "people", (b, _) =>
            {
                if (left && !b.IsLeft)
                {
                    left = false;
                    _table.EndLeft();
                }

                Figures.Placeholders += b.Block.Placeholders;
                _table.Add(b.Block);
                return ValueTask.CompletedTask;
            },
            dataflow.Snapshot with { Parallelism = 1 }, b => b.Block.Count);
        graph.Link(source, fold);
        graph.Link(fold, table);
        await flow(graph, cancellationToken);
        _table.Complete();
    }

    /// <summary>Finds and weighs the pairs.</summary>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        Index = new CandidateIndex(_table, options.Model.Model.Keys, new KeyMaker(lists.Nicknames), options.TakesPart);
        await _stages.RunAsync("keys", Ranges(), Keys, _ => { }, cancellationToken);
        Comparer = new PairComparer(new WeightTable(options.Model.Model, Counts()), lists.Nicknames);
        Lines = Rules is null ? MatchLines.Of(options.Model.Model, _table, options.Unique) : RuleLines(options.Unique);

        var plan = new CandidatePlan(Index);
        await _stages.RunAsync("groups", plan.Units, u => Done(u, u.Collect), _ => { }, cancellationToken);
        plan.ChooseCaps();
        await _stages.RunAsync("refine", plan.Units, u => Done(u, () => u.Refine(plan.CapOf(u.Pass))), _ => { }, cancellationToken);
        Figures.Take(plan);
        if (Figures.Planned > options.MaxComparisons)
        {
            throw new TooManyComparisonsException(Figures, options.MaxComparisons);
        }

        if (Rules is not null)
        {
            await CompareAsync(plan, new PairFinder(Index, Rules, _scope), cancellationToken);
            return;
        }

        using var traits = new TraitTable(_table);
        await _stages.RunAsync("traits", Ranges(), r => Traits(traits, r), _ => { }, cancellationToken);
        await CompareAsync(plan, new PairFinder(Index, Comparer, traits, _scope, Lines.Review - options.Slack), cancellationToken);
    }

    /// <summary>Decides who is one person.</summary>
    public Clusters Cluster(Func<int, int, bool?>? judged = null) => new Clusterer(_table, Weigher, Lines).Apply(Pairs, judged);

    public void Dispose()
    {
        Index?.Dispose();
        _table.Dispose();
    }

    /// <summary>Whatever a rule holds for is taken, however the rest of its cluster stands to it; where a side is unique, of two that fit equally neither.</summary>
    private static ClusterOptions RuleLines(UniqueSide unique) => new(RuleComparer.Least, Cohesion: 0, RuleComparer.Least, Margin: 1, unique);

    private (PersonBlock, bool) Fold(PeopleBatch batch)
    {
        try
        {
            var block = new PersonBlock();
            using var normalizer = new PersonNormalizer(lists, batch.Columns);
            normalizer.Append(batch.Records, block, batch.Source);
            return (block, batch.IsLeft);
        }
        finally
        {
            batch.Records.Release();
        }
    }

    private int Keys((int From, int To) range)
    {
        var counts = _counts.TryTake(out var idle) ? idle : new ValueCounts();
        for (var from = range.From; from < range.To; from += CachedRows)
        {
            var to = Math.Min(range.To, from + CachedRows);
            Index.MakeKeys(from, to);
            for (var row = from; row < to; row++)
            {
                counts.Add(_table[row]);
            }
        }

        _counts.Add(counts);
        return range.To - range.From;
    }

    private int Traits(TraitTable traits, (int From, int To) range)
    {
        traits.Fill(range.From, range.To, Comparer.Weights, lists.Nicknames);
        return range.To - range.From;
    }

    private ValueCounts Counts()
    {
        var sum = _counts.TryTake(out var first) ? first : new ValueCounts();
        while (_counts.TryTake(out var more))
        {
            sum.Add(more);
        }

        return sum;
    }

    private async Task CompareAsync(CandidatePlan plan, PairFinder finder, CancellationToken cancellationToken)
    {
        await _stages.RunAsync("compare", plan.Pieces(), p => Compare(finder, p), Keep, cancellationToken);
        SortPairs();
    }

    private static (List<ScoredPair> Found, long Compared) Compare(PairFinder finder, CandidatePiece piece)
    {
        var found = new List<ScoredPair>();
        return (found, finder.Compare(piece.Unit, piece.FromGroup, piece.ToGroup, found));
    }

    private void Keep((List<ScoredPair> Found, long Compared) result)
    {
        Pairs.AddRange(result.Found);
        Figures.Compared += result.Compared;
    }

    private void SortPairs()
    {
        var pairs = CollectionsMarshal.AsSpan(Pairs);
        var keys = new ulong[pairs.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = ((ulong)pairs[i].Left << 32) | (uint)pairs[i].Right;
        }

        keys.AsSpan().Sort(pairs);
    }

    private IEnumerable<(int From, int To)> Ranges()
    {
        for (var from = 0; from < _table.Count; from += RangeRows)
        {
            yield return (from, Math.Min(_table.Count, from + RangeRows));
        }
    }

    private static T Done<T>(T unit, Action work)
    {
        work();
        return unit;
    }
}
