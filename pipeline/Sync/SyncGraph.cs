using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.Match;
using ContactSync.Stage;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Model;

namespace ContactSync;

/// <summary>
/// The three graphs of a run, one method each; what flows is a batch or a slice, never a row. Between them stand barriers: a leg reads only what the
/// leg before has sealed.
/// </summary>
public static partial class SyncGraph
{
    /// <summary>Both sides in, normalised, written to the snapshot.</summary>
    public static Topology Stage(StageLeg leg, DataflowOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        var graph = new Topology("stage", clock: clock);
        var local = graph.Source("extract-local", ct => leg.ExtractLocalAsync(ct), options.Extract, RowsOf);
        var org = graph.Source("extract-org", ct => leg.ExtractOrgAsync(ct), options.Extract, RowsOf);
        var normalise = graph.Transform<SideBatch, StagedBatch>("normalise", (b, _) => leg.NormaliseAsync(b), options.Normalise, RowsOf, b => b.Release());
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
            "candidates", (b, _) => leg.FindAsync(b), options.Candidates, b => b.RowCount, b => b.Release());
        var score = graph.Transform<PairBatch, PairBatch>("score", (b, _) => MatchLeg.ScoreAsync(b), options.Score, b => b.Pairs.Length, b => b.Release());
        var pairs = graph.Sink<PairBatch>("pairs", (b, _) => leg.WriteAsync(b), options.Snapshot, b => b.Pairs.Length, b => b.Release());
        graph.Link(keys, candidates);
        graph.Link(candidates, score);
        graph.Link(score, pairs);
        return graph;
    }

    private static long RowsOf(SideBatch batch) => batch.Raw.RowCount;
}
