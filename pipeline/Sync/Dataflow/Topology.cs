using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks.Dataflow;

namespace ContactSync.Dataflow;

/// <summary>
/// A named set of linked nodes that succeeds or fails as one. Build it, link it, run it once. It promises: items keep their order
/// (unless a node says otherwise), nothing is lost (counted at every node), back-pressure reaches the source, the first failure is the
/// one exception the caller sees, and after a failure or cancellation every node has ended and every item in flight was given up.
/// A delegate owns the item it is called with; <c>discard</c> is called for those no delegate saw.
/// </summary>
/// <param name="name">The name in messages and metrics.</param>
/// <param name="scheduler">Where every step runs; a test injects its own.</param>
/// <param name="clock">What the meters measure by.</param>
public sealed partial class Topology(string name, TaskScheduler? scheduler = null, TimeProvider? clock = null)
{
    private readonly Flow _flow = new(name, scheduler ?? TaskScheduler.Default, clock ?? TimeProvider.System);
    private readonly List<Node> _nodes = [];
    private readonly List<Edge> _edges = [];
    private readonly List<Func<Task>> _steps = [];
    private int _runs;
    private long _started;
    private long _ended;

    public string Name => name;

    internal IReadOnlyList<Node> Nodes => _nodes;

    internal IReadOnlyList<Edge> Edges => _edges;

    /// <summary>A sequence pumped in; several may feed one topology.</summary>
    public SourceNode<T> Source<T>(string node, Func<CancellationToken, IAsyncEnumerable<T>> items, NodeOptions options, Func<T, long>? rows = null)
    {
        var source = Add(new SourceNode<T>(_flow, node, options, items, rows));
        _steps.Add(source.PumpAsync);
        return source;
    }

    /// <summary>One item out for each item in.</summary>
    /// <param name="entered">Lanes that every item enters before it comes here, so that items start in their order; the node leaves them. Null: the node's own.</param>
    public TransformNode<TIn, TOut> Transform<TIn, TOut>(
        string node, Func<TIn, CancellationToken, ValueTask<TOut>> work, NodeOptions options, Func<TIn, long>? rows = null, Action<TIn>? discard = null, Lanes? entered = null) =>
        Add(new TransformNode<TIn, TOut>(_flow, node, options, work, new(rows, discard), entered));

    /// <summary>Any number of items out for each item in, under back-pressure. Keeps order with a parallelism of 1 only.</summary>
    public ExpandNode<TIn, TOut> TransformMany<TIn, TOut>(
        string node, Func<TIn, CancellationToken, IAsyncEnumerable<TOut>> work, NodeOptions options, Func<TIn, long>? rows = null, Action<TIn>? discard = null)
    {
        var expand = Add(new ExpandNode<TIn, TOut>(_flow, node, options, work, new(rows, discard)));
        _steps.Add(expand.FinishAsync);
        return expand;
    }

    /// <summary>The end of a line.</summary>
    public SinkNode<T> Sink<T>(
        string node, Func<T, CancellationToken, ValueTask> work, NodeOptions options, Func<T, long>? rows = null, Action<T>? discard = null) =>
        Add(new SinkNode<T>(_flow, node, options, work, new(rows, discard)));

    /// <summary>Every item of one node goes to the other. Linked twice, a target ends with its last source.</summary>
    public void Link<T>(IProducer<T> from, IConsumer<T> to)
    {
        Claim(from.Node);
        from.Output.LinkTo(to.Input);
        to.Node.AddSource();
        _edges.Add(new(from.Node, to.Node, null, () => from.Node.Meter.ItemsOut));
        _steps.Add(async () =>
        {
            await from.Node.Completion;
            to.Node.SourceEnded();
        });
    }

    /// <summary>Fan-in: the target gets the items of all and ends with the last of them.</summary>
    public void Merge<T>(IConsumer<T> to, params ReadOnlySpan<IProducer<T>> from)
    {
        foreach (var source in from)
        {
            Link(source, to);
        }
    }

    /// <summary>Each item goes to the one target of its key. An item whose key has no target fails the topology.</summary>
    public void Route<T, TKey>(IProducer<T> from, Func<T, TKey> key, params (TKey Key, IConsumer<T> To)[] routes)
        where TKey : notnull
    {
        var positions = routes.Select((r, i) => (r.Key, i)).ToDictionary(r => r.Key, r => r.i);
        Join(from, [.. routes.Select(r => r.To)], i => $"{routes[i].Key}", (parcel, chosen) =>
        {
            var k = key(parcel.Item);
            chosen.Add(positions.TryGetValue(k, out var to) ? to : throw new InvalidOperationException($"no route for the key {k}"));
        });
    }

    /// <summary>
    /// Each item goes to every target; the slowest sets the pace. <paramref name="share"/> is called once for each target beyond the
    /// first, before any has the item (a pooled batch is retained there).
    /// </summary>
    public void Broadcast<T>(IProducer<T> from, Action<T>? share, params IConsumer<T>[] to) =>
        Join(from, to, _ => null, (parcel, chosen) =>
        {
            for (var i = 1; i < to.Length; i++)
            {
                share?.Invoke(parcel.Item);
            }

            chosen.AddRange(Enumerable.Range(0, to.Length));
        });

    /// <summary>Runs to the end. Throws <see cref="NodeFailedException"/> for the first failure, <see cref="OperationCanceledException"/> when asked to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _runs, 1) != 0)
        {
            throw new InvalidOperationException($"{name}: a topology runs once");
        }

        _started = _flow.Clock.GetTimestamp();
        Wiring.Check(name, _nodes, _edges);
        using var stop = new CancellationTokenSource();
        _flow.Begin(stop, cancellationToken);
        await using (cancellationToken.Register(_flow.Cancel))
        {
            await Task.WhenAll([.. _steps.Select(_flow.StartAsync), .. _nodes.Select(n => n.Completion)]);
        }

        _ended = _flow.Clock.GetTimestamp();
        if (_flow.Cause is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        if (Wiring.Losses(_nodes, _edges) is [_, ..] losses)
        {
            throw new InvalidOperationException($"{name}: {string.Join("; ", losses)}");
        }
    }

    /// <summary>What every node has done so far; may be called at any time from any thread.</summary>
    public TopologyReading Read()
    {
        var elapsed = _runs == 0 ? TimeSpan.Zero
            : _flow.Clock.GetElapsedTime(_started, _ended == 0 ? _flow.Clock.GetTimestamp() : _ended);
        return new(name, elapsed, [.. _nodes.Select(n => n.Meter.Read(n, elapsed))]);
    }

    /// <summary>Changes how many items a node works on at the same time, at any moment and from any thread; items in work are left to end. False where the node is not adjustable or not there.</summary>
    public bool Pace(string node, int parallelism)
    {
        if (_nodes.Find(n => n.Name == node) is not { Options.Adjustable: true } found)
        {
            return false;
        }

        found.Lanes.Width = Math.Min(parallelism, found.Options.Bound);
        return true;
    }

    /// <summary>The topology as it is linked, as a Mermaid flowchart.</summary>
    public string ToMermaid() => Mermaid.Draw(this);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex NodeName();

    private TNode Add<TNode>(TNode node)
        where TNode : Node
    {
        if (!NodeName().IsMatch(node.Name) || _nodes.Any(n => n.Name == node.Name))
        {
            throw new ArgumentException($"'{node.Name}' is taken or not a node's name: lower case words joined by '-'", nameof(node));
        }

        _nodes.Add(node);
        return node;
    }

    private void Join<T>(IProducer<T> from, IConsumer<T>[] to, Func<int, string?> label, Action<Parcel<T>, List<int>> choose)
    {
        Claim(from.Node);
        var junction = new Junction<T>(_flow, from, to, choose);
        for (var i = 0; i < to.Length; i++)
        {
            var target = i;
            _edges.Add(new(from.Node, to[i].Node, label(i), () => junction.Passed(target)));
        }

        _steps.Add(() => junction.FinishAsync(from.Node.Completion));
    }

    private void Claim(Node from)
    {
        if (_edges.Any(e => e.From == from))
        {
            throw new InvalidOperationException($"{name}/{from.Name} is linked already; use Broadcast for every target or Route for one of them");
        }
    }
}
