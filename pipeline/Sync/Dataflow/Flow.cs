using System.Threading.Tasks.Dataflow;

namespace ContactSync.Dataflow;

/// <summary>
/// What the nodes of one topology share: the stop signal, the first cause, clock and scheduler. A node never faults its block,
/// because a faulted block throws away what it holds and leaves a bounded upstream waiting for ever; instead the first failure
/// stops the flow, every node then gives up what reaches it without working on it, and the topology empties itself.
/// </summary>
internal sealed class Flow(string topology, TaskScheduler scheduler, TimeProvider clock)
{
    private Exception? _cause;
    private Action? _signal;
    private CancellationToken _asked;

    public TimeProvider Clock => clock;

    public TaskScheduler Scheduler => scheduler;

    public Exception? Cause => Volatile.Read(ref _cause);

    public bool Stopping => Cause is not null;

    /// <summary>Handed to every delegate; cancelled after the cause is known, never before.</summary>
    public CancellationToken Token { get; private set; }

    public void Begin(CancellationTokenSource stop, CancellationToken asked)
    {
        Token = stop.Token;
        _signal = stop.Cancel;
        _asked = asked;
    }

    /// <summary>
    /// Ends the flow for what a node threw. A cancellation nobody asked for (an HTTP time-out throws one) is a failure like any
    /// other: Dataflow alone would drop the item and report success.
    /// </summary>
    public void Fail(string node, Exception thrown) =>
        Stop(thrown is OperationCanceledException && _asked.IsCancellationRequested
            ? new OperationCanceledException(_asked)
            : new NodeFailedException(topology, node, thrown));

    public void Cancel() => Stop(new OperationCanceledException(_asked));

    public ExecutionDataflowBlockOptions BlockOptions(NodeOptions options) => new()
    {
        // What lanes may be widened to, the block must be able to have in work.
        MaxDegreeOfParallelism = options.Adjustable ? options.Bound : options.Parallelism,
        BoundedCapacity = options.Bound,
        EnsureOrdered = options.Ordered,
        TaskScheduler = scheduler,
    };

    public DataflowBlockOptions BufferOptions(NodeOptions options) => new() { BoundedCapacity = options.Bound, TaskScheduler = scheduler };

    /// <summary>Runs on the topology's scheduler, so that a test may choose the order of every step.</summary>
    public Task StartAsync(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();

    private void Stop(Exception cause)
    {
        if (Interlocked.CompareExchange(ref _cause, cause, null) is not null)
        {
            return;
        }

        try
        {
            _signal?.Invoke();
        }
        catch (AggregateException)
        {
            // A callback registered on the token by a delegate failed. The token is cancelled all the same, and what the
            // caller must hear of is the cause that led here.
        }
    }
}
