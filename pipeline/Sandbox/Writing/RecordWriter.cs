using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing.Objects;

namespace ContactSync.Sandbox.Writing;

/// <summary>
/// Inserts, updates and deletes single records inside a transaction, with all the rules of the org: write access,
/// required fields, lookups, uniqueness, stamps, workflows, and what the object brings of its own. The caller holds the store's gate. Not thread-safe.
/// </summary>
internal sealed class RecordWriter
{
    private readonly RowRules _rules;
    private readonly BlobWriter _blob = new();
    private readonly OrgRecords _others;
    private readonly SaveRules _saving;
    private readonly Change _change = new();

    public RecordWriter(OrgStore store)
    {
        _rules = new RowRules(store);
        _others = new OrgRecords(store);
        _saving = new SaveRules(store, _others);
    }

    /// <summary>Rows from here on are one chunk: duplicate rules do not compare new records within one.</summary>
    public void BeginChunk() => _saving.BeginChunk();

    public WriteOutcome Insert(Transaction transaction, ObjectType type, RowDraft draft, Caller caller, long now)
    {
        if ((caller.ReadOnly ? NoAccess : draft.Error) is { } error)
        {
            return error;
        }
        if (_rules.Check(type, draft, caller, number: 0) is { } broken)
        {
            return broken;
        }
        var table = transaction.Table(type);
        _blob.Begin(type, new RecordHeader(false, now, now, now, caller.Number, caller.Number));
        _blob.AddDefaults(caller);
        Fill(type, draft, caller, insert: true);
        if ((Shape(transaction, type, 0, draft, caller, now) ?? _saving.Check(transaction, type, 0, _blob, caller, now)) is { } refused)
        {
            return refused;
        }
        var number = table.Last + 1;
        transaction.Put(table, number, _blob.Finish());
        ObjectLogic.Of(type)?.Written(_change, number, _others);
        _saving.Saved(transaction, type, number, caller, now);
        return new WriteOutcome(number, Created: true, null);
    }

    public WriteOutcome Update(Transaction transaction, ObjectType type, int number, RowDraft draft, Caller caller, long now)
    {
        var table = transaction.Table(type);
        var before = table[number].Span;
        if (before.IsEmpty)
        {
            return new RowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        if (Blob.IsDeleted(before))
        {
            return WriteOutcome.From(Deleted, number);
        }
        if (((caller.ReadOnly ? NoAccess : draft.Error) ?? _rules.Check(type, draft, caller, number)) is { } broken)
        {
            return WriteOutcome.From(broken, number);
        }
        _blob.Begin(type, Blob.ReadHeader(before) with { Modified = now, SystemStamp = now, ModifiedBy = caller.Number });
        _blob.AddAll(before);
        Fill(type, draft, caller, insert: false);
        if ((Shape(transaction, type, number, draft, caller, now) ?? _saving.Check(transaction, type, number, _blob, caller, now)) is { } refused)
        {
            return WriteOutcome.From(refused, number);
        }
        transaction.Put(table, number, _blob.Finish());
        ObjectLogic.Of(type)?.Written(_change, number, _others);
        _saving.Saved(transaction, type, number, caller, now);
        return new WriteOutcome(number, Created: false, null);
    }

    /// <summary>Moves a record to the recycle bin, or removes it for good when <paramref name="hard"/>.</summary>
    public WriteOutcome Delete(Transaction transaction, ObjectType type, int number, Caller caller, long now, bool hard = false)
    {
        var table = transaction.Table(type);
        var before = table[number].Span;
        if (before.IsEmpty)
        {
            return new RowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        if (caller.ReadOnly || (Blob.IsDeleted(before) && !hard))
        {
            return WriteOutcome.From(caller.ReadOnly ? NoAccess : Deleted, number);
        }
        if (Blob.IsDeleted(before))
        {
            transaction.Put(table, number, []);
            return new WriteOutcome(number, Created: false, null);
        }
        _others.Begin(transaction, caller, now);
        var logic = ObjectLogic.Of(type);
        if (logic?.Keep(number, _others) is { } refused)
        {
            return WriteOutcome.From(refused, number);
        }
        logic?.Deleting(number, _others, hard);
        _others.Delete(type, number, hard);
        return new WriteOutcome(number, Created: false, null);
    }

    /// <summary>What a user who may only read is told of any write.</summary>
    public static RowError NoAccess => new("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");

    private static RowError Deleted => new("ENTITY_IS_DELETED", "entity is deleted");

    private RowError? Shape(Transaction transaction, ObjectType type, int number, RowDraft draft, Caller caller, long now)
    {
        if (ObjectLogic.Of(type) is not { } logic)
        {
            return null;
        }
        _others.Begin(transaction, caller, now);
        _change.Begin(type, number, transaction.Table(type)[number], _blob, draft, now);
        return logic.Shape(_change, _others);
    }

    private void Fill(ObjectType type, RowDraft draft, Caller caller, bool insert)
    {
        for (var i = 0; i < draft.Columns.Length; i++)
        {
            // A blank for a field that always has a value leaves its default; the rules let it through on an insert only.
            if (draft.Has(i) && draft.Columns[i].Field is { System: SystemField.None } field && !(draft.Value(i).IsEmpty && type.Kept.Contains(field)))
            {
                _blob.Set(field, _rules.Stored(draft, i));
            }
        }
        if (caller.Seeds)
        {
            _blob.SetStamps(draft);
        }
        foreach (var workflow in type.Workflows)
        {
            if ((insert ? workflow.OnCreate : workflow.OnUpdate) && !caller.Is(workflow.UnlessUser) && !GivenBySeed(draft, caller, workflow.Set))
            {
                _blob.SetStamp(workflow.Set);
            }
        }
    }

    private static bool GivenBySeed(RowDraft draft, Caller caller, Field field) =>
        caller.Seeds && draft.ColumnOf(field) is >= 0 and var column && draft.Has(column);
}
