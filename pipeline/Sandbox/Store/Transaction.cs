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
    private readonly List<(RecordTable Table, int Number, ReadOnlyMemory<byte> Before)>? _before = canRollBack ? [] : null;

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

    /// <summary>The place <see cref="Rollback(int,int)"/> goes back to.</summary>
    public (int Writes, int Bytes) Mark() => (_before?.Count ?? 0, _frame.Length);

    public void Rollback() => Rollback(0, 0);

    /// <summary>Takes back what was written since a mark.</summary>
    public void Rollback(int writes, int bytes)
    {
        for (var i = _before!.Count - 1; i >= writes; i--)
        {
            _before[i].Table.Put(_before[i].Number, _before[i].Before.Span);
        }
        _before.RemoveRange(writes, _before.Count - writes);
        _frame.Truncate(bytes);
    }
}
