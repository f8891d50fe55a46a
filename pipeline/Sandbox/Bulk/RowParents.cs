using System.Collections.Immutable;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>The records that rows of a job hang on, before and after they are written: accounts, campaigns and opportunities. The caller holds the store's gate.</summary>
internal sealed class RowParents(OrgStore store, ObjectType type, Field? key)
{
    private static readonly string[] Locking = ["AccountId", "CampaignId", "OpportunityId"];

    private readonly RecordLookup _lookup = new(store);
    private readonly ImmutableArray<Field> _lookups = [.. Locking.Select(type.Find).OfType<Field>()];

    public List<LockedRow> Of(RowDraft draft)
    {
        var parents = new List<LockedRow>();
        foreach (var lookup in _lookups)
        {
            Add(parents, lookup, BlobFields.Find(store.Table(type)[Known(draft)].Span is { IsEmpty: false } blob ? blob : new byte[Blob.HeaderLength], lookup.Tag));
            for (var i = 0; i < draft.Columns.Length; i++)
            {
                var (column, value) = (draft.Columns[i], draft.Value(i).ToArray());
                if (column.Field != lookup || value.Length == 0)
                {
                    continue;
                }
                if (column is { ViaObject: { } target, ViaField: { } via })
                {
                    Add(parents, target, _lookup.ByKey(target, via, value).Number);
                }
                else
                {
                    Add(parents, lookup, value);
                }
            }
        }
        return parents;
    }

    /// <summary>The record a row is about to change; 0 for a new one.</summary>
    private int Known(RowDraft draft)
    {
        var named = key is null || key.System == SystemField.Id ? type.Id : key;
        var column = draft.ColumnOf(named);
        var value = column < 0 ? default : draft.Value(column);
        return value.IsEmpty ? 0 : named == type.Id ? _lookup.ById(type, value) : _lookup.ByKey(type, named, value).Number;
    }

    private void Add(List<LockedRow> parents, Field lookup, ReadOnlySpan<byte> id)
    {
        if (id.Length == Values.SfId.Length && store.Schema.Find(lookup.ReferenceTo[0]) is { } target)
        {
            Add(parents, target, _lookup.ById(target, id));
        }
    }

    private static void Add(List<LockedRow> parents, ObjectType type, int number)
    {
        if (number > 0)
        {
            parents.Add(new LockedRow(type, number));
        }
    }
}
