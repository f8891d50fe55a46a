using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Store;

/// <summary>
/// The writes made while the store's gate is held. They are visible at once, durable when the task of
/// <see cref="CommitAsync"/> ends, and taken back by <see cref="Rollback"/> as long as it has not been called.
/// </summary>
internal sealed class Transaction(OrgStore store, bool canRollBack = false)
{
    private readonly ValueSlab _frame = new(16 * 1024);
    private List<(RecordTable Table, int Number, ReadOnlyMemory<byte> Before)>? _before = canRollBack ? [] : null;

    public OrgStore Store => store;

    public RecordTable Table(ObjectType type) => store.Table(type);

    /// <summary>Stores a record; an empty one is removed for good.</summary>
    public void Put(RecordTable table, int number, ReadOnlySpan<byte> blob)
    {
        _before?.Add((table, number, table[number]));
        table.Put(number, blob);
        LogEntry.AddRecord(_frame, table.Type.Number, number, blob);
    }

    public void PutJob(ReadOnlySpan<byte> json) => LogEntry.AddJob(_frame, removed: false, json);

    /// <summary>Queues all writes as one frame, before which <paramref name="first"/> is called; the same object serves again afterwards.</summary>
    public Task CommitAsync(Action? first = null)
    {
        var durable = store.AppendAsync(_frame, first);
        _frame.Clear();
        _before?.Clear();
        return durable;
    }

    public void Rollback() => RollBackTo(default);

    /// <summary>Where the transaction stands, to be gone back to; from here on it can be rolled back.</summary>
    public TransactionMark Mark()
    {
        _before ??= [];
        return new TransactionMark(_before.Count, _frame.Length);
    }

    /// <summary>Takes back what was written since the mark, which must be of this transaction.</summary>
    public void RollBackTo(TransactionMark mark)
    {
        for (var i = _before!.Count - 1; i >= mark.Writes; i--)
        {
            _before[i].Table.Put(_before[i].Number, _before[i].Before.Span);
        }
        _before.RemoveRange(mark.Writes, _before.Count - mark.Writes);
        _frame.Truncate(mark.FrameLength);
    }
}

/// <summary>A place in a transaction: how many writes, and how many bytes of its frame, come before.</summary>
internal readonly record struct TransactionMark(int Writes, int FrameLength);
