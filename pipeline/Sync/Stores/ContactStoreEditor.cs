using ContactSync.DuckDb;
using ContactSync.Stores.Import;

namespace ContactSync.Stores;

/// <summary>
/// What the store's own users do to it, by its own rules: look, set fields, import a file. An edit that changes something advances the
/// supporter's stamp; one that changes nothing leaves it alone.
/// </summary>
public sealed class ContactStoreEditor(DuckContactStore store)
{
    /// <summary>Reads <c>field=value</c>; an empty value clears the field.</summary>
    /// <exception cref="StoreException">There is no <c>=</c>.</exception>
    public static StoreChange ParseAssignment(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new StoreChange(text[..equals].Trim(), equals == text.Length - 1 ? null : text[(equals + 1)..])
            : throw new StoreException($"'{text}' is no assignment.", "store set", "Write field=value; field= clears the field.");
    }

    /// <summary>The first supporters in key order.</summary>
    public Task<IReadOnlyList<Supporter>> FirstAsync(int count, CancellationToken cancellationToken) =>
        store.Writer.TransactAsync(c => SupporterRows.First(c, store.Writer.Sql, count, cancellationToken), cancellationToken);

    /// <summary>The supporter with that key, else the one with that e-mail address; null when there is none.</summary>
    public Task<Supporter?> FindAsync(string keyOrEmail, CancellationToken cancellationToken) =>
        store.Writer.TransactAsync(c => SupporterRows.Find(c, store.Writer.Sql, keyOrEmail, cancellationToken), cancellationToken);

    /// <summary>The number of supporters.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        store.Writer.TransactAsync(c => c.Scalar<long>("SELECT count(*) FROM supporter", cancellationToken), cancellationToken);

    /// <summary>Whether the store was only made so far: nothing imported, edited or extracted. Then it may be filled with a sample.</summary>
    public Task<bool> IsUntouchedAsync(CancellationToken cancellationToken) =>
        store.Writer.TransactAsync(
            c => c.Scalar<bool>("SELECT last_stamp IS NULL AND NOT EXISTS (FROM supporter) FROM store_info", cancellationToken), cancellationToken);

    /// <summary>Sets fields of one supporter, named by key or e-mail address; <c>contact_id</c> may be set or cleared too.</summary>
    /// <returns>The supporter as it is now, and whether anything changed.</returns>
    /// <exception cref="StoreException">The supporter or a field is unknown, a value is no text the store takes, or a rule of the store refuses the edit. Nothing was changed.</exception>
    public Task<(Supporter Supporter, bool Changed)> SetAsync(string keyOrEmail, IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken) =>
        store.Writer.TransactAsync(connection => Set(connection, keyOrEmail, changes, cancellationToken), cancellationToken);

    /// <summary>
    /// Imports a CSV file with a header: a row with a key updates that supporter or makes it, a row without one is found by its e-mail address,
    /// else made. A null <paramref name="mapping"/> takes the columns called like a field. Rows that break a rule are reported and left out.
    /// </summary>
    /// <exception cref="StoreException">The file cannot be read, its header is no CSV, or a mapped column is not there. Nothing was imported.</exception>
    public Task<ImportReport> ImportAsync(string path, ImportMapping? mapping, CancellationToken cancellationToken) =>
        new StoreImport(store.Writer).RunAsync(path, mapping, cancellationToken);

    private (Supporter Supporter, bool Changed) Set(
        DuckConnection connection, string keyOrEmail, IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken)
    {
        var writer = store.Writer;
        var where = $"supporter '{keyOrEmail}'";
        var before = SupporterRows.Find(connection, writer.Sql, keyOrEmail, cancellationToken)
            ?? throw new StoreException("The store has no such supporter, neither by key nor by e-mail address.", where, "List some with: contact-sync store show.");
        using (var rows = writer.Stage())
        {
            rows.Begin(0, WriteRules.MustBeKnown);
            rows.SetKey(before.Key);
            foreach (var change in changes)
            {
                Stage(rows, change, where);
            }
            rows.End();
            rows.Complete();
        }
        writer.Settle(cancellationToken);
        if (RefusalRows.Read(connection, _ => "another assignment", cancellationToken) is [var refusal, ..])
        {
            throw new StoreException($"The edit is refused ({refusal.Code}): {refusal.Message}.", where, "Nothing was changed. Edit or merge the other supporter first, or choose another value.");
        }
        var changed = writer.WriteByUser(cancellationToken).Updated > 0;
        return (SupporterRows.Find(connection, writer.Sql, before.Key, cancellationToken)!, changed);
    }

    private void Stage(IncomingRows rows, StoreChange change, string where)
    {
        if (change.Value?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw new StoreException($"The value for '{change.Field}' holds a NUL character.", where, "Nothing was changed. Remove the character.");
        }
        switch (change.Field)
        {
            case StoreFields.Key:
                throw new StoreException("The key of a supporter cannot be changed: links and history hang on it.", where, "Nothing was changed. Import the person under another key instead.");
            case StoreFields.ContactId when string.IsNullOrWhiteSpace(change.Value):
                rows.SetLink(null);
                break;
            case StoreFields.ContactId:
                rows.SetLink(ContactId.TryComplete(change.Value, out var id) ? id
                    : throw new StoreException($"{RefusalText.Of("contact_invalid", null, _ => "")}.", where, "Nothing was changed. Copy the Id from the org once more, or clear it with contact_id=."));
                break;
            default:
                rows.SetField(store.Writer.Sql.IndexOf(change.Field), change.Value);
                break;
        }
    }
}
