using ContactSync.Dataflow;
using ContactSync.Orgs;
using ContactSync.Reconcile;
using ContactSync.Reporting;
using ContactSync.Runs;
using ContactSync.Stage;

namespace ContactSync;

/// <summary>How a topology is run: by itself, or with a live table beside it.</summary>
public delegate Task TopologyRunner(Topology topology, CancellationToken cancellationToken);

/// <summary>What the legs of one run share, from the lock to the end: the parts, the run's folder and scratch database, and what was found so far.</summary>
internal sealed class RunSession : IDisposable
{
    private readonly Action<string> _note;

    public RunSession(Composition parts, RunLock held, StateFolder state, OrgFacts facts, RunFolder folder, TopologyRunner runner, Action<string> note)
    {
        _note = note;
        (Parts, Lock, StateFolder, Facts, Folder, Runner) = (parts, held, state, facts, folder, runner);
        var budget = parts.Config.Pipeline.Budget;
        Scratch = Scratch.Open(folder, parts.RunsRoot, parts.StateRoot, budget);
        Reconciler = new Reconciler(Scratch, parts.Clock);
        Log = new RunLog(parts.Config.Pipeline.Log?.Path, parts.Clock);
        Pacing = new LivePacing(parts.Config, parts.Clock, Note);
        Schemas = new StageSchemas(parts.Config.Profile);
        Report = new RunReport
        {
            Run = folder.Id.ToString(),
            Profile = parts.Config.Profile.Name,
            Org = parts.Org.Address,
            IsSandbox = parts.Org.IsSandbox,
            Folder = folder.Path,
        };
    }

    public Composition Parts { get; }

    public RunLock Lock { get; }

    public StateFolder StateFolder { get; }

    public OrgFacts Facts { get; }

    public RunFolder Folder { get; }

    public TopologyRunner Runner { get; }

    public Scratch Scratch { get; }

    public Reconciler Reconciler { get; }

    /// <summary>The log of events.</summary>
    public RunLog Log { get; }

    /// <summary>What the configuration says of the nodes by now.</summary>
    public LivePacing Pacing { get; }

    public StageSchemas Schemas { get; }

    public RunReport Report { get; }

    /// <summary>The committed runs whose fold is the state, the full one first.</summary>
    public IReadOnlyList<RunFolder> Chain { get; private set; } = [];

    /// <summary>Whether this run writes down everything known, so that the chain starts anew with it.</summary>
    public bool Compacts { get; private set; }

    /// <summary>What the manifest says besides its tables.</summary>
    public required Manifest Header { get; set; }

    /// <summary>Opens the chain and decides whether to compact: a run that reads everything, a chain of 50 runs, or changes of more than a fifth of the full run.</summary>
    public void OpenChain()
    {
        Chain = [.. Lock.State.Chain.Select(run => RunFolder.Open(Parts.Files, Parts.RunsRoot, Parts.StateRoot, RunId.Parse(run)))];
        var full = Chain.Count == 0 ? 0 : Chain[0].Entry("links")?.Rows ?? 0;
        var changed = Chain.Skip(1).Sum(run => run.Entry("links")?.Rows ?? 0);
        Compacts = Header.ReadsAll || Chain.Count == 0 || Chain.Count >= 50 || changed * 5 > Math.Max(full, 1000);
    }

    /// <summary>Runs a topology and keeps its readings over time and at its end.</summary>
    public async Task FlowAsync(Topology topology, CancellationToken cancellationToken)
    {
        var sampler = new FlowSampler(Parts.Clock);
        try
        {
            var run = Runner(topology, cancellationToken);
            var pacing = Pacing.WatchAsync(topology, run);
            await sampler.WatchAsync(topology, run);
            await pacing;
        }
        finally
        {
            Report.Samples.AddRange(sampler.Readings);
            Report.Nodes.Add(topology.Read());
        }
    }

    public void Dispose() => Scratch.Dispose();

    private void Note(string key, string what)
    {
        _note($"{"note",-8} {key} {what}");
        Log.Write("configured", Report.Run, ("key", key), ("what", what));
    }
}
