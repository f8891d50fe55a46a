using System.Threading.Tasks.Dataflow;

namespace ContactSync.Dataflow;

/// <summary>
/// Hands each item of one producer to one or several consumers, in order, waiting for room. Used where a plain link is not enough:
/// links with predicates steal items from each other when a target is full, and BroadcastBlock drops what a full target refuses.
/// </summary>
internal sealed class Junction<T>
{
    private readonly Flow _flow;
    private readonly string _from;
    private readonly IReadOnlyList<IConsumer<T>> _targets;
    private readonly Action<Parcel<T>, List<int>> _choose;
    private readonly long[] _passed;
    private readonly List<int> _chosen = [];
    private readonly ActionBlock<Parcel<T>> _block;

    /// <param name="choose">Adds the positions of the targets that get the item; an empty choice ends the flow.</param>
    public Junction(Flow flow, IProducer<T> from, IReadOnlyList<IConsumer<T>> targets, Action<Parcel<T>, List<int>> choose)
    {
        (_flow, _from, _targets, _choose) = (flow, from.Node.Name, targets, choose);
        _passed = new long[targets.Count];
        _block = new ActionBlock<Parcel<T>>(HandleAsync, flow.BlockOptions(new NodeOptions(Capacity: 1)));
        from.Output.LinkTo(_block);
        foreach (var target in targets)
        {
            target.Node.AddSource();
        }
    }

    public long Passed(int target) => Volatile.Read(ref _passed[target]);

    /// <summary>Ends the targets' input once the producer has ended and everything was handed on.</summary>
    public async Task FinishAsync(Task producer)
    {
        await producer;
        _block.Complete();
        await _block.Completion;
        foreach (var target in _targets)
        {
            target.Node.SourceEnded();
        }
    }

    private async Task HandleAsync(Parcel<T> parcel)
    {
        if (!parcel.HasItem)
        {
            return;
        }

        try
        {
            _chosen.Clear();
            _choose(parcel, _chosen);
            if (_chosen.Count == 0)
            {
                throw new InvalidOperationException("the item has no route");
            }
        }
#pragma warning disable CA1031 // a key or share function is a delegate like any other: what it throws ends the flow
        catch (Exception e)
#pragma warning restore CA1031
        {
            _flow.Fail(_from, e);
            _targets[0].Discard(parcel.Item);
            return;
        }

        await Task.WhenAll(_chosen.Select(i => HandAsync(i, parcel)));
    }

    private async Task HandAsync(int target, Parcel<T> parcel)
    {
        if (await _targets[target].Input.SendAsync(parcel))
        {
            Interlocked.Increment(ref _passed[target]);
            return;
        }

        _flow.Fail(_from, new InvalidOperationException($"{_targets[target].Node.Name} refused an item"));
        _targets[target].Discard(parcel.Item);
    }
}
