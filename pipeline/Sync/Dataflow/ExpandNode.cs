using System.Threading.Tasks.Dataflow;

namespace ContactSync.Dataflow;

/// <summary>
/// Makes any number of items of each item, and makes the next only when there is room: one item that expands to a million keeps
/// to the node's capacity. (A TransformManyBlock would hold all of them at once.)
/// </summary>
public sealed class ExpandNode<TIn, TOut> : Node, IConsumer<TIn>, IProducer<TOut>
{
    private readonly Flow _flow;
    private readonly Func<TIn, CancellationToken, IAsyncEnumerable<TOut>> _work;
    private readonly ItemHooks<TIn> _hooks;
    private readonly ActionBlock<Parcel<TIn>> _block;
    private readonly BufferBlock<Parcel<TOut>> _buffer;

    internal ExpandNode(Flow flow, string name, NodeOptions options, Func<TIn, CancellationToken, IAsyncEnumerable<TOut>> work, ItemHooks<TIn> hooks)
        : base(name, options, flow.Clock)
    {
        if (options is { Ordered: true, Parallelism: > 1 })
        {
            throw new ArgumentException($"node {name} expands in parallel and cannot keep the order of its items", nameof(options));
        }

        (_flow, _work, _hooks) = (flow, work, hooks);
        _block = new ActionBlock<Parcel<TIn>>(HandleAsync, flow.BlockOptions(options));
        _buffer = new BufferBlock<Parcel<TOut>>(flow.BufferOptions(options));
    }

    ITargetBlock<Parcel<TIn>> IConsumer<TIn>.Input => _block;

    ISourceBlock<Parcel<TOut>> IProducer<TOut>.Output => _buffer;

    Node IConsumer<TIn>.Node => this;

    Node IProducer<TOut>.Node => this;

    internal override Task Completion => _buffer.Completion;

    internal override int Queue => _block.InputCount;

    internal override bool KeepsCount => false;

    void IConsumer<TIn>.Discard(TIn item) => _hooks.Discard(item);

    /// <summary>Closes the buffer behind the work.</summary>
    internal async Task FinishAsync()
    {
        await _block.Completion;
        _buffer.Complete();
    }

    private protected override void CloseInput() => _block.Complete();

    private async Task HandleAsync(Parcel<TIn> parcel)
    {
        try
        {
            if (_hooks.Admit(parcel, _flow))
            {
                await ExpandAsync(parcel);
            }
        }
#pragma warning disable CA1031 // whatever a delegate throws ends the flow and is reported by the topology
        catch (Exception e)
#pragma warning restore CA1031
        {
            _flow.Fail(Name, e);
        }
    }

    private async Task ExpandAsync(Parcel<TIn> parcel)
    {
        var start = Meter.Take(parcel.MadeAt, _hooks.Rows(parcel.Item), Queue);
        var working = true;
        var made = 0;
        try
        {
            await using var items = _work(parcel.Item, _flow.Token).GetAsyncEnumerator(_flow.Token);
            while (await items.MoveNextAsync())
            {
                made = 1;
                var now = Meter.Stop(start, made);
                working = false;
                if (!await _buffer.SendAsync(Parcel<TOut>.Of(items.Current, now)))
                {
                    throw new InvalidOperationException("an item was refused by the node's own buffer");
                }

                if (_flow.Stopping)
                {
                    return;
                }

                (start, working, made) = (Meter.Resume(), true, 0);
            }
        }
        finally
        {
            if (working)
            {
                Meter.Stop(start, 0);
            }
        }
    }
}
