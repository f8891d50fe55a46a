using System.Buffers;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Runs the writes of one REST call in one transaction and waits until they are durable.</summary>
internal static class RecordWrites
{
    public delegate WriteOutcome Write(RecordWriter writer, Transaction transaction, long now);

    public static async Task<WriteOutcome> OneAsync(Exchange exchange, Write write) => (await ManyAsync(exchange, [write], allOrNone: false))[0];

    /// <summary>One outcome a write, in order. With <paramref name="allOrNone"/> one refusal takes all others back.</summary>
    public static async Task<WriteOutcome[]> ManyAsync(Exchange exchange, IReadOnlyList<Write> writes, bool allOrNone)
    {
        var store = exchange.Box.Store;
        var writer = new RecordWriter(store);
        var outcomes = new WriteOutcome[writes.Count];
        // Who joined a transaction holds the gate and cannot wait; its writes are seen together with the others.
        var now = exchange.Joined is null ? await exchange.StampAsync() : exchange.Box.Now;
        Task durable;
        lock (store.Gate)
        {
            var transaction = exchange.Joined ?? new Transaction(store, canRollBack: allOrNone);
            var mark = allOrNone ? transaction.Mark() : default;
            for (var i = 0; i < writes.Count; i++)
            {
                outcomes[i] = writes[i](writer, transaction, now);
            }
            if (allOrNone && Array.Exists(outcomes, o => o.Error is not null))
            {
                transaction.RollBackTo(mark);
                RollBack(outcomes);
            }
            durable = exchange.Joined is null ? transaction.CommitAsync() : Task.CompletedTask;
        }
        await durable;
        return outcomes;
    }

    public static WriteOutcome Upsert(Exchange exchange, RecordWriter writer, Transaction transaction, ObjectType type, Field key, RowDraft draft, long now, bool updateOnly = false)
    {
        var column = draft.ColumnOf(key);
        var value = column < 0 ? default : draft.Value(column);
        if (value.IsEmpty)
        {
            return draft.Error ?? new RowError("MISSING_ARGUMENT", key.Name + " not specified");
        }
        var (number, count) = new RecordLookup(exchange.Box.Store).ByKey(type, key, value);
        return count switch
        {
            0 when updateOnly => new RowError("NOT_FOUND", "The requested resource does not exist"),
            0 => writer.Insert(transaction, type, draft, exchange.Caller, now),
            1 => writer.Update(transaction, type, number, draft, exchange.Caller, now),
            _ => new RowError("DUPLICATE_EXTERNAL_ID", $"more than one record found for external id field: [{RecordEndpoints.IdOf(exchange, type, number)}]"),
        };
    }

    /// <summary>The record with the key of the URL put in.</summary>
    public static JsonElement WithKey(JsonElement record, string key, string value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in record.EnumerateObject())
            {
                property.WriteTo(json);
            }
            json.WriteString(key, value);
            json.WriteEndObject();
        }
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void RollBack(WriteOutcome[] outcomes)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Error is null)
            {
                outcomes[i] = new RowError("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header");
            }
        }
    }
}
