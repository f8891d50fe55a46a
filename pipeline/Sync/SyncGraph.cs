using System.Runtime.CompilerServices;
using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.Load;
using ContactSync.Match;
using ContactSync.Stage;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Model;

namespace ContactSync;

/// <summary>
/// The three graphs of a run, one method each; what flows is a batch or a slice, never a row. Between them stand barriers: a leg reads only what the
/// leg before has sealed.
/// </summary>
public static class SyncGraph
{
    /// <summary>The most Bulk jobs at the same time, whatever is asked for.</summary>
    internal const int MostJobs = 25;

    /// <summary>Both sides in, normalised, written to the snapshot.</summary>
    public static Topology Stage(StageLeg leg, DataflowOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        var graph = new Topology("stage", clock: clock);
        var local = graph.Source("extract-local", ct => leg.ExtractLocalAsync(ct), options.Extract, RowsOf);
        var org = graph.Source("extract-org", ct => leg.ExtractOrgAsync(ct), options.Extract, RowsOf);
        var normalise = graph.Transform<SideBatch, StagedBatch>("normalise", (b, _) => leg.NormaliseAsync(b), Live(options.Normalise), RowsOf, b => b.Release());
        var snapshot = graph.Sink<StagedBatch>("snapshot", (b, _) => leg.SnapshotAsync(b), options.Snapshot, b => b.Raw.RowCount, b => b.Release());
        graph.Merge(normalise, local, org);
        graph.Link(normalise, snapshot);
        return graph;
    }

    /// <summary>Supporters in, candidate pairs found, scored, written.</summary>
    public static Topology Match(MatchLeg leg, DataflowOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        var graph = new Topology("match", clock: clock);
        var keys = graph.Source("match-keys", ct => leg.ReadAsync(options.Candidates.BatchRows, ct), options.Extract, (RecordBatch b) => b.RowCount);
        var candidates = graph.Transform<RecordBatch, PairBatch>(
            "candidates", (b, _) => leg.FindAsync(b), Live(options.Candidates), b => b.RowCount, b => b.Release());
        var score = graph.Transform<PairBatch, PairBatch>("score", (b, _) => MatchLeg.ScoreAsync(b), Live(options.Score), b => b.Pairs.Length, b => b.Release());
        var pairs = graph.Sink<PairBatch>("pairs", (b, _) => leg.WriteAsync(b), options.Snapshot, b => b.Pairs.Length, b => b.Release());
        graph.Link(keys, candidates);
        graph.Link(candidates, score);
        graph.Link(score, pairs);
        return graph;
    }

    /// <summary>Slices of the plan in: those of the org through Bulk jobs, then their links with the store's own slices into the store.</summary>
    public static Topology Load(LoadLeg leg, DataflowOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        var graph = new Topology("load", clock: clock);
        var jobs = new Lanes(options.Load.Parallelism);
        SourceNode<LoadItem>? slices = null;
        slices = graph.Source("slices", ct => PendingAsync(leg, () => slices!.Meter.AwayAsync(jobs.EnterAsync(ct)), ct), options.Extract with { Capacity = options.Load.Capacity }, i => i.Slice.Rows);
        var org = graph.Transform<LoadItem, LoadItem>(
            "load-org", async (i, ct) => i with { Settled = await leg.LoadOrgAsync(i.Slice, ct) },
            Live(options.Load) with { Capacity = MostJobs }, i => i.Slice.Rows, entered: jobs);
        var local = graph.Sink<LoadItem>("load-local", (i, ct) => StoreAsync(leg, i, ct), options.Load with { Parallelism = 1 }, i => i.Slice.Rows);
        graph.Route(slices, i => i.Slice.Side, (PlanSide.Org, org), (PlanSide.Local, local));
        graph.Link(org, local);
        return graph;
    }

    /// <summary>The graphs as they are linked, for people; nothing of them runs.</summary>
    public static IReadOnlyList<Topology> Describe(DataflowOptions options) =>
        [Stage(null!, options, TimeProvider.System), Match(null!, options, TimeProvider.System), Load(null!, options, TimeProvider.System)];

    /// <summary>
    /// Brings the parallelism of a graph that is going to what the options say now; every node that was changed is told to <paramref name="changed"/> with its
    /// parallelism, which is less than asked where the node holds less.
    /// </summary>
    public static void Pace(Topology graph, DataflowOptions options, Action<string, int> changed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(changed);
        (string Node, NodeOptions Options)[] nodes = [("normalise", options.Normalise), ("candidates", options.Candidates), ("score", options.Score), ("load-org", options.Load)];
        foreach (var (node, asked) in nodes)
        {
            var before = Width(node);
            if (graph.Pace(node, asked.Parallelism) && Width(node) is { } now && now != before)
            {
                changed(node, now);
            }
        }

        int? Width(string node) => graph.Read().Nodes.FirstOrDefault(n => n.Node == node)?.Parallelism;
    }

    private static NodeOptions Live(NodeOptions options) => options with { Adjustable = true };

    private static long RowsOf(SideBatch batch) => batch.Raw.RowCount;

    private static async IAsyncEnumerable<LoadItem> PendingAsync(LoadLeg leg, Func<Task> enter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var slice in leg.RemainingAsync(cancellationToken))
        {
            if (slice.Side == PlanSide.Org)
            {
                await enter();
                leg.RequireBudget(slice);
            }

            yield return new LoadItem(slice, null);
        }
    }

    private static async ValueTask StoreAsync(LoadLeg leg, LoadItem item, CancellationToken cancellationToken)
    {
        if (item.Settled is { } settled)
        {
            await leg.LinkAsync(settled, cancellationToken);
        }
        else
        {
            await leg.LoadLocalAsync(item.Slice, cancellationToken);
        }
    }
}

/// <summary>A slice on its way: one of the org comes to the store settled, for its links; one of the store comes as it was cut.</summary>
public sealed record LoadItem(Slice Slice, SettledSlice? Settled);
