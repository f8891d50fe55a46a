using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>Takes records out of the recycle bin under their old ids, with what was deleted along with them. The caller holds the store's gate.</summary>
internal sealed class Undeletion(OrgStore store, Transaction transaction, Caller caller, long now)
{
    private const long BinSeconds = 15 * 86_400;

    private readonly RecordLookup _lookup = new(store);
    private readonly OrgRecords _records = new(store);

    public WriteOutcome Run(ObjectType type, int number)
    {
        var blob = store.Table(type)[number].Span;
        if (blob.IsEmpty)
        {
            return new RowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        var at = Blob.Modified(blob);
        if (!Blob.IsDeleted(blob) || now - at > BinSeconds)
        {
            return WriteOutcome.From(new RowError("UNDELETE_FAILED", "Entity is not in the recycle bin"), number);
        }
        if (Taken(type, blob) is { } error)
        {
            return WriteOutcome.From(error, number);
        }
        _records.Begin(transaction, caller, now);
        if (type.Find("MasterRecordId") is not null)
        {
            _records.Undelete(type.Name, number, ("MasterRecordId", ""));
        }
        else
        {
            _records.Undelete(type.Name, number);
        }
        ObjectLogic.Of(type)?.Undeleted(number, _records, at);
        return new WriteOutcome(number, Created: false, null);
    }

    /// <summary>Another record has taken a unique value meanwhile, or what a member belongs to is gone.</summary>
    private RowError? Taken(ObjectType type, ReadOnlySpan<byte> blob)
    {
        foreach (var field in type.Fields.Where(f => f is { Unique: true, System: SystemField.None }))
        {
            var value = BlobFields.Find(blob, field.Tag);
            if (!value.IsEmpty && _lookup.ByKey(type, field, value).Number is > 0 and var other)
            {
                return new RowError("DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {_lookup.Id(type, other)[..15]}");
            }
        }
        foreach (var field in type.Required.Where(f => f is { Type: FieldType.Reference, Polymorphic: false }))
        {
            var id = BlobFields.Find(blob, field.Tag);
            var target = store.Schema.Find(field.ReferenceTo[0]);
            if (target is not null && !id.IsEmpty && !_lookup.IsLive(target, _lookup.ById(target, id)))
            {
                return new RowError("UNDELETE_FAILED", $"{field.Label}: the record it belongs to is deleted");
            }
        }
        return null;
    }
}
