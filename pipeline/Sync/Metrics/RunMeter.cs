using System.Diagnostics.Metrics;
using ContactSync.Dataflow;

namespace ContactSync.Metrics;

/// <summary>
/// The instruments of a run, read from its board whenever someone collects. Names, units (UCUM) and attributes follow OpenTelemetry's conventions; what only grows within a run is
/// a counter, the rest are gauges of the last run.
/// </summary>
public sealed class RunMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "ContactSync";

    private readonly Meter _meter;
    private readonly RunBoard _board;

    public RunMeter(RunBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        _meter = new Meter(Name);
        AddRun();
        AddBooks();
        AddCalls();
        AddNodes();
    }

    /// <summary>Whether an instrument is one of these, and not one of another run in the same process.</summary>
    public bool Owns(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return ReferenceEquals(instrument.Meter, _meter);
    }

    public void Dispose() => _meter.Dispose();

    private void AddRun()
    {
        Gauge("contact_sync.run.start.timestamp", "s", "When the last run began, seconds since 1970 UTC.", () => [Of(Seconds(_board.Started))]);
        Gauge("contact_sync.run.end.timestamp", "s", "When the last run ended; absent while it is going.", () => _board.Ended is { } ended ? [Of(Seconds(ended))] : []);
        Gauge("contact_sync.run.commit.timestamp", "s", "When a run last committed, of all there were.", () => _board.Committed is { } at ? [Of(Seconds(at))] : []);
        Gauge("contact_sync.run.exit_code", null, "How the last run ended, 0 for done; absent while it is going.", () => _board.Exit is { } exit ? [Of((int)exit)] : []);
        Gauge("contact_sync.leg.duration", "s", "Seconds of a leg of the last run.", () => _board.Report is { } r
            ? [Of(r.StageElapsed.TotalSeconds, ("leg", "stage")), Of(r.MatchElapsed.TotalSeconds, ("leg", "match")), Of(r.ReconcileElapsed.TotalSeconds, ("leg", "reconcile")), Of(r.LoadElapsed.TotalSeconds, ("leg", "load"))]
            : []);
    }

    private void AddBooks()
    {
        Gauge("contact_sync.records", "{record}", "Extracted records of the last run, by what became of them.", () => _board.Report?.Books is { } books
            ? [.. Side("local", books.Local), .. Side("org", books.Org)]
            : []);
        Gauge("contact_sync.writes", "{row}", "Planned and carried over rows of the last run, by what became of them.", () => _board.Report?.Books is { } books
            ? [.. Target("local", books.ToLocal), .. Target("org", books.ToOrg)]
            : []);

        static Measurement<double>[] Side(string side, Runs.SideBooks b) =>
        [
            Of(b.Rejected, ("side", side), ("outcome", "rejected")), Of(b.Skipped, ("side", side), ("outcome", "skipped")), Of(b.Review, ("side", side), ("outcome", "review")),
            Of(b.Planned, ("side", side), ("outcome", "planned")), Of(b.Unchanged, ("side", side), ("outcome", "unchanged")),
        ];

        static Measurement<double>[] Target(string side, Runs.TargetBooks b) =>
        [
            Of(b.Succeeded, ("side", side), ("outcome", "succeeded")), Of(b.Failed, ("side", side), ("outcome", "failed")), Of(b.Pending, ("side", side), ("outcome", "pending")),
            Of(b.Moved, ("side", side), ("outcome", "moved")), Of(b.Linked, ("side", side), ("outcome", "linked")),
        ];
    }

    private void AddCalls()
    {
        Counter("contact_sync.api.calls", "{call}", "Calls to the org.", () => _board.Report is { } r ? [Of(r.ApiCalls)] : []);
        Gauge("contact_sync.api.daily_calls", "{call}", "Calls that the org has in a day.", () => _board.Report?.DailyCalls is { } most ? [Of(most)] : []);
        Counter("contact_sync.transferred", "By", "Bytes of bodies to and from the org.", () => _board.Report is { } r
            ? [Of(r.BytesSent, ("direction", "sent")), Of(r.BytesReceived, ("direction", "received"))] : []);
        Counter("contact_sync.jobs", "{job}", "Bulk jobs made.", () => _board.Report is { } r ? [Of(r.ExtractJobs, ("leg", "stage")), Of(r.LoadJobs, ("leg", "load"))] : []);
    }

    private void AddNodes()
    {
        Counter("contact_sync.node.rows", "{row}", "Rows that a node of the graph has taken up or made.", () => Nodes(n => n.Rows));
        Counter("contact_sync.node.busy", "s", "Seconds a node was at work, over all that it does at the same time.", () => Nodes(n => n.Busy.TotalSeconds));
        Counter("contact_sync.node.wait", "s", "Seconds that items lay before a node, summed.", () => Nodes(n => n.Waited.TotalSeconds));
        Gauge("contact_sync.node.queue", "{item}", "Items that wait before a node.", () => Nodes(n => n.Queue));
        Gauge("contact_sync.node.parallelism", "{item}", "Items that a node may work on at the same time.", () => Nodes(n => n.Parallelism));
        Gauge("contact_sync.node.utilization", "1", "Share of its possible working time that a node was at work, 0 to 1; the highest is the bottleneck.", () => Nodes(n => n.BusyShare));
    }

    private IEnumerable<Measurement<double>> Nodes(Func<NodeReading, double> value) =>
        _board.Nodes().Select(n => Of(value(n.Node), ("graph", n.Topology), ("node", n.Node.Node)));

    private void Gauge(string name, string? unit, string meaning, Func<IEnumerable<Measurement<double>>> read) => _meter.CreateObservableGauge(name, () => Labelled(read()), unit, meaning);

    private void Counter(string name, string? unit, string meaning, Func<IEnumerable<Measurement<double>>> read) => _meter.CreateObservableCounter(name, () => Labelled(read()), unit, meaning);

    private IEnumerable<Measurement<double>> Labelled(IEnumerable<Measurement<double>> measured) => measured.Select(m =>
        new Measurement<double>(m.Value, [new("profile", _board.Profile), new("store", _board.Store), .. m.Tags]));

    private static Measurement<double> Of(double value, params ReadOnlySpan<(string Key, string Value)> tags)
    {
        var pairs = new KeyValuePair<string, object?>[tags.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            pairs[i] = new(tags[i].Key, tags[i].Value);
        }

        return new(value, pairs);
    }

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
}
