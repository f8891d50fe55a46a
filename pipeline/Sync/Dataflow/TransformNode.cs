using System.Threading.Tasks.Dataflow;

namespace ContactSync.Dataflow;

/// <summary>Makes one item of each item.</summary>
public sealed class TransformNode<TIn, TOut> : Node, IConsumer<TIn>, IProducer<TOut>
{
    private readonly Flow _flow;
    private readonly Func<TIn, CancellationToken, ValueTask<TOut>> _work;
    private readonly ItemHooks<TIn> _hooks;
    private readonly bool _entersHere;
    private readonly TransformBlock<Parcel<TIn>, Parcel<TOut>> _block;

    internal TransformNode(Flow flow, string name, NodeOptions options, Func<TIn, CancellationToken, ValueTask<TOut>> work, ItemHooks<TIn> hooks, Lanes? entered)
        : base(name, options, flow.Clock, entered)
    {
        (_flow, _work, _hooks, _entersHere) = (flow, work, hooks, options.Adjustable && entered is null);
        _block = new TransformBlock<Parcel<TIn>, Parcel<TOut>>(HandleAsync, flow.BlockOptions(options));
    }

    ITargetBlock<Parcel<TIn>> IConsumer<TIn>.Input => _block;

    ISourceBlock<Parcel<TOut>> IProducer<TOut>.Output => _block;

    Node IConsumer<TIn>.Node => this;

    Node IProducer<TOut>.Node => this;

    internal override Task Completion => _block.Completion;

    // Two counts, one after the other: what moves from the one to the other in between must not count twice.
    internal override int Queue => Math.Min(_block.InputCount + Lanes.Waiting, Options.Bound);

    void IConsumer<TIn>.Discard(TIn item) => _hooks.Discard(item);

    private protected override void CloseInput() => _block.Complete();

    private async Task<Parcel<TOut>> HandleAsync(Parcel<TIn> parcel)
    {
        if (_entersHere)
        {
            // Not cancelled: whoever is in a lane ends when the flow stops, and the item must still be given up.
            await Lanes.EnterAsync(CancellationToken.None);
        }

        try
        {
            return await WorkAsync(parcel);
        }
        finally
        {
            if (Options.Adjustable)
            {
                Lanes.Leave();
            }
        }
    }

    private async Task<Parcel<TOut>> WorkAsync(Parcel<TIn> parcel)
    {
        try
        {
            if (!_hooks.Admit(parcel, _flow))
            {
                return Parcel<TOut>.Empty;
            }

            var start = Meter.Take(parcel.MadeAt, _hooks.Rows(parcel.Item), Queue);
            var made = 0;
            TOut item;
            try
            {
                item = await _work(parcel.Item, _flow.Token);
                made = 1;
            }
            finally
            {
                Meter.Stop(start, made);
            }

            return Parcel<TOut>.Of(item, Meter.Now);
        }
#pragma warning disable CA1031 // whatever a delegate throws ends the flow and is reported by the topology
        catch (Exception e)
#pragma warning restore CA1031
        {
            _flow.Fail(Name, e);
            return Parcel<TOut>.Empty;
        }
    }
}
