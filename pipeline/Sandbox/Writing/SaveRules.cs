using System.Text;
using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing.Objects;
using ContactSync.Sandbox.Writing.Rules;

namespace ContactSync.Sandbox.Writing;

/// <summary>
/// What an org's administrator has set up, run over each record that is otherwise fit to be saved: triggers, then validation
/// rules, then duplicate rules, as an org orders them. Seeding an org passes them by. The caller holds the store's gate.
/// </summary>
internal sealed class SaveRules(OrgStore store, OrgRecords others)
{
    private readonly DuplicateCheck _duplicates = new(store);
    private readonly Dictionary<ObjectType, ValidationCheck> _validations = [];
    private readonly Dictionary<ObjectType, RecordView> _views = [];
    private RecordWriter? _byTriggers;

    /// <summary>Records saved from here on are not compared with one another, those saved before are.</summary>
    public void BeginChunk()
    {
        _duplicates.BeginChunk();
        _byTriggers?.BeginChunk();
    }

    /// <summary>Why the record may not be saved; null when it may, and then what its triggers made is saved.</summary>
    /// <param name="transaction">The transaction of the write.</param>
    /// <param name="type">The object of the record.</param>
    /// <param name="number">The record's number; 0 for a new one.</param>
    /// <param name="blob">The record as it is about to be; triggers may change it.</param>
    /// <param name="caller">The user who saves it.</param>
    /// <param name="now">The time of the write, in seconds.</param>
    public RowError? Check(Transaction transaction, ObjectType type, int number, BlobWriter blob, Caller caller, long now)
    {
        if (!type.HasRules || caller.Seeds)
        {
            return null;
        }
        var mark = type.Triggers.IsEmpty ? default : transaction.Mark();
        var refused = (number == 0 ? Trigger(transaction, type, blob, caller, now) : null) ?? Validate(type, number, blob, caller, now)
            ?? (type.DuplicateRules.IsEmpty ? null : _duplicates.Check(type, number, transaction.Table(type)[number], blob.Finish().ToArray(), caller));
        if (refused is not null && !type.Triggers.IsEmpty)
        {
            transaction.RollBackTo(mark);
        }
        return refused;
    }

    /// <summary>Follows a record that passed <see cref="Check"/> and is saved.</summary>
    public void Saved(Transaction transaction, ObjectType type, int number, Caller caller, long now)
    {
        if (!type.DuplicateRules.IsEmpty && !caller.Seeds && _duplicates.ToReport.Count > 0)
        {
            others.Begin(transaction, caller, now);
            DuplicateSets.Add(others, store.Catalog.Pod, type, number, _duplicates.ToReport);
        }
    }

    private RowError? Trigger(Transaction transaction, ObjectType type, BlobWriter blob, Caller caller, long now)
    {
        foreach (var trigger in type.Triggers)
        {
            if (caller.Is(trigger.UnlessUser) || !blob.Get(trigger.Into).IsEmpty)
            {
                continue;
            }
            var record = View(type, 0, blob);
            // A trigger's own writes do not carry what the request says of duplicates.
            var made = (_byTriggers ??= new RecordWriter(store)).Insert(transaction, trigger.Creates, trigger.Draft(record), caller with { Duplicates = DuplicateOptions.None }, now);
            if (made.Error is { } error)
            {
                return trigger.Refusal(record, error);
            }
            blob.Set(trigger.Into, Encoding.ASCII.GetBytes(others.Id(trigger.Creates.Name, made.Number)));
        }
        return null;
    }

    private RowError? Validate(ObjectType type, int number, BlobWriter blob, Caller caller, long now)
    {
        if (type.ValidationRules.IsEmpty)
        {
            return null;
        }
        if (!_validations.TryGetValue(type, out var check))
        {
            _validations[type] = check = new ValidationCheck(store, type, now);
        }
        return check.Check(View(type, number, blob), caller);
    }

    private RecordView View(ObjectType type, int number, BlobWriter blob)
    {
        if (!_views.TryGetValue(type, out var view))
        {
            _views[type] = view = new RecordView(store, type);
        }
        view.Load(number, blob.Finish().ToArray());
        return view;
    }
}
