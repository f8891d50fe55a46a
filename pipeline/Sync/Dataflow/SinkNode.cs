using System.Threading.Tasks.Dataflow;

namespace ContactSync.Dataflow;

/// <summary>Takes items and makes none.</summary>
public sealed class SinkNode<T> : Node, IConsumer<T>
{
    private readonly Flow _flow;
    private readonly Func<T, CancellationToken, ValueTask> _work;
    private readonly ItemHooks<T> _hooks;
    private readonly ActionBlock<Parcel<T>> _block;

    internal SinkNode(Flow flow, string name, NodeOptions options, Func<T, CancellationToken, ValueTask> work, ItemHooks<T> hooks)
        : base(name, options, flow.Clock)
    {
        (_flow, _work, _hooks) = (flow, work, hooks);
        _block = new ActionBlock<Parcel<T>>(HandleAsync, flow.BlockOptions(options));
    }

    ITargetBlock<Parcel<T>> IConsumer<T>.Input => _block;

    Node IConsumer<T>.Node => this;

    internal override Task Completion => _block.Completion;

    internal override int Queue => _block.InputCount;

    internal override bool GivesOutput => false;

    void IConsumer<T>.Discard(T item) => _hooks.Discard(item);

    private protected override void CloseInput() => _block.Complete();

    private async Task HandleAsync(Parcel<T> parcel)
    {
        try
        {
            if (!_hooks.Admit(parcel, _flow))
            {
                return;
            }

            var start = Meter.Take(parcel.MadeAt, _hooks.Rows(parcel.Item), Queue);
            var done = 0;
            try
            {
                await _work(parcel.Item, _flow.Token);
                done = 1;
            }
            finally
            {
                Meter.Stop(start, done);
            }
        }
#pragma warning disable CA1031 // whatever a delegate throws ends the flow and is reported by the topology
        catch (Exception e)
#pragma warning restore CA1031
        {
            _flow.Fail(Name, e);
        }
    }
}
