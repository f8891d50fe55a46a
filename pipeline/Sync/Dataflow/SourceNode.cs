using System.Threading.Tasks.Dataflow;

namespace ContactSync.Dataflow;

/// <summary>Pumps an asynchronous sequence into the topology, no faster than the next node takes it.</summary>
public sealed class SourceNode<T> : Node, IProducer<T>
{
    private readonly Flow _flow;
    private readonly Func<CancellationToken, IAsyncEnumerable<T>> _items;
    private readonly Func<T, long>? _rows;
    private readonly BufferBlock<Parcel<T>> _buffer;

    internal SourceNode(Flow flow, string name, NodeOptions options, Func<CancellationToken, IAsyncEnumerable<T>> items, Func<T, long>? rows)
        : base(name, options, flow.Clock)
    {
        (_flow, _items, _rows) = (flow, items, rows);
        _buffer = new BufferBlock<Parcel<T>>(flow.BufferOptions(options));
    }

    ISourceBlock<Parcel<T>> IProducer<T>.Output => _buffer;

    Node IProducer<T>.Node => this;

    internal override Task Completion => _buffer.Completion;

    internal override int Queue => 0;

    internal override bool TakesInput => false;

    /// <summary>Ends when the sequence has, or when the flow stops; what was made by then still goes out.</summary>
    internal async Task PumpAsync()
    {
        try
        {
            await using var items = _items(_flow.Token).GetAsyncEnumerator(_flow.Token);
            while (!_flow.Stopping && await NextAsync(items))
            {
                if (!await _buffer.SendAsync(Parcel<T>.Of(items.Current, Meter.Now)))
                {
                    throw new InvalidOperationException("an item was refused by the node's own buffer");
                }
            }
        }
#pragma warning disable CA1031 // whatever a source throws ends the flow and is reported by the topology
        catch (Exception e)
#pragma warning restore CA1031
        {
            _flow.Fail(Name, e);
        }
        finally
        {
            _buffer.Complete();
        }
    }

    private protected override void CloseInput() => _buffer.Complete();

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<T> items)
    {
        var start = Meter.Resume();
        var made = 0;
        try
        {
            made = await items.MoveNextAsync() ? 1 : 0;
            return made == 1;
        }
        finally
        {
            Meter.Stop(start, made, made == 1 ? _rows?.Invoke(items.Current) ?? 0 : 0);
        }
    }
}
