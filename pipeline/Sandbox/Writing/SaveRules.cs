using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing.Objects;

namespace ContactSync.Sandbox.Writing;

/// <summary>The rules an org's administrator has set up, run over each record that is otherwise fit to be saved. Seeding an org passes them by. The caller holds the store's gate.</summary>
internal sealed class SaveRules(OrgStore store, OrgRecords others)
{
    private readonly DuplicateCheck _duplicates = new(store);

    /// <summary>Records saved from here on are not compared with one another, those saved before are.</summary>
    public void BeginChunk() => _duplicates.BeginChunk();

    /// <summary>Why the record may not be saved; null when it may.</summary>
    /// <param name="transaction">The transaction of the write.</param>
    /// <param name="type">The object of the record.</param>
    /// <param name="number">The record's number; 0 for a new one.</param>
    /// <param name="blob">The record as it is about to be.</param>
    /// <param name="caller">The user who saves it.</param>
    public RowError? Check(Transaction transaction, ObjectType type, int number, BlobWriter blob, Caller caller) =>
        type.DuplicateRules.IsEmpty || caller.Seeds ? null : _duplicates.Check(type, number, transaction.Table(type)[number], blob.Finish().ToArray(), caller);

    /// <summary>Follows a record that passed <see cref="Check"/> and is saved.</summary>
    public void Saved(Transaction transaction, ObjectType type, int number, Caller caller, long now)
    {
        if (!type.DuplicateRules.IsEmpty && !caller.Seeds && _duplicates.ToReport.Count > 0)
        {
            others.Begin(transaction, caller, now);
            DuplicateSets.Add(others, store.Catalog.Pod, type, number, _duplicates.ToReport);
        }
    }
}
