using System.Threading.Tasks.Dataflow;

namespace ContactSync.Dataflow;

/// <summary>What every node has: a name unique in its topology, options and a meter.</summary>
public abstract class Node
{
    private int _openSources;

    private protected Node(string name, NodeOptions options, TimeProvider clock, Lanes? lanes = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1);
        Name = name;
        Options = options;
        Lanes = lanes ?? new Lanes(options.Parallelism);
        Meter = new NodeMeter(clock);
    }

    public string Name { get; }

    public NodeOptions Options { get; }

    public NodeMeter Meter { get; }

    /// <summary>Items in work at the same time; counts for adjustable nodes alone.</summary>
    internal Lanes Lanes { get; }

    /// <summary>Ends when the node has handled all it will ever get; never faulted, the topology holds the cause.</summary>
    internal abstract Task Completion { get; }

    /// <summary>Items waiting to be taken up.</summary>
    internal abstract int Queue { get; }

    internal virtual bool TakesInput => true;

    internal virtual bool GivesOutput => true;

    /// <summary>Whether every item taken must be one finished.</summary>
    internal virtual bool KeepsCount => true;

    internal bool HasSources => _openSources > 0;

    internal void AddSource() => _openSources++;

    /// <summary>Called once a source has ended; the last one closes the node's input.</summary>
    internal void SourceEnded()
    {
        if (Interlocked.Decrement(ref _openSources) == 0)
        {
            CloseInput();
        }
    }

    private protected abstract void CloseInput();
}

/// <summary>A node that takes items of <typeparamref name="T"/>.</summary>
public interface IConsumer<T>
{
    internal ITargetBlock<Parcel<T>> Input { get; }

    internal Node Node { get; }

    /// <summary>Gives up an item that no delegate will see.</summary>
    internal void Discard(T item);
}

/// <summary>A node that makes items of <typeparamref name="T"/>.</summary>
public interface IProducer<T>
{
    internal ISourceBlock<Parcel<T>> Output { get; }

    internal Node Node { get; }
}
