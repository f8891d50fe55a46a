using ContactSync.Transforms.Model;

namespace ContactSync.Stores;

/// <summary>
/// The local side of a sync: a table of supporters with a unique e-mail address, a link to a Contact and a stamp that
/// every edit by its own users advances and no write of the sync does. One writer at a time. An edit may be older than the store's stamp of it, as
/// that of an imported record is: windows, bounds and write checks go by the stamp, "newest wins" by the edit.
/// </summary>
public interface IContactStore : IAsyncDisposable
{
    /// <summary>The store's name; the first part of every sync key it hands out, so it must not change.</summary>
    string Name { get; }

    /// <summary>Whether the store is only read: then nothing is planned for it, and the links are kept in the state of the runs alone.</summary>
    bool IsReadOnly { get; }

    /// <summary>The fields a mapping may name, besides the key, the link and the stamp.</summary>
    IReadOnlyList<StoreField> Fields { get; }

    /// <summary>The instant up to which an extract that starts now is complete: no later edit can carry an earlier stamp.</summary>
    ValueTask<DateTimeOffset> BoundAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The supporters inside the window in key order, as batches of at most <paramref name="batchRows"/> rows of
    /// <paramref name="schema"/>; the caller releases each batch.
    /// </summary>
    IAsyncEnumerable<RecordBatch> ExtractAsync(StoreWindow window, RecordSchema schema, int batchRows, CancellationToken cancellationToken);

    /// <summary>
    /// Applies one slice in one transaction, once: a slice whose number is already recorded for the run is not applied
    /// again and its recorded outcomes are returned. One outcome a write, in the order of the writes.
    /// </summary>
    Task<IReadOnlyList<StoreOutcome>> ApplyAsync(StoreSlice slice, CancellationToken cancellationToken);

    /// <summary>
    /// Sets links and sync statuses in one transaction, once, as <see cref="ApplyAsync"/> does; nothing else of a supporter changes. Refused are rows that name no
    /// supporter or one that an earlier row names, and links that are no Contact Id or that another supporter holds.
    /// </summary>
    Task<LinkTotals> LinkAsync(LinkSlice slice, CancellationToken cancellationToken);
}

/// <summary>A field of the store: its name and the type of its values.</summary>
public sealed record StoreField(string Name, ColumnType Type);

/// <summary>Supporters stamped after <see cref="After"/> (all when null) and not after <see cref="UpTo"/>, and those named by <see cref="AlsoKeys"/> whatever their stamp.</summary>
public sealed record StoreWindow(DateTimeOffset? After, DateTimeOffset UpTo, IReadOnlyCollection<string> AlsoKeys);

/// <summary>What a write does: make a supporter, change one, or set only its link and sync status.</summary>
public enum StoreAction
{
    Create,
    Update,
    Link,
}

/// <summary>One field to set; a null value clears it.</summary>
public sealed record StoreChange(string Field, string? Value);

/// <summary>
/// One write to one supporter. <see cref="LocalKey"/> is null for a create; <see cref="ContactId"/>, when given, becomes the link;
/// a supporter whose stamp is later than <see cref="ExpectedStamp"/> has moved and is left alone.
/// </summary>
public sealed record StoreWrite(
    long PlanRow,
    StoreAction Action,
    string? LocalKey,
    string? ContactId,
    DateTimeOffset? ExpectedStamp,
    IReadOnlyList<StoreChange> Changes,
    string SyncStatus);

/// <summary>The writes of one transaction; <see cref="Number"/> is unique within <see cref="Run"/> and the same after a restart.</summary>
public sealed record StoreSlice(string Run, int Number, DateTimeOffset SyncedAt, IReadOnlyList<StoreWrite> Writes);

/// <summary>
/// The links and statuses of one transaction, a row a supporter in the columns of <see cref="Schema"/>: its key, the Contact Id that becomes its link (null leaves the link
/// alone), and its sync status. <see cref="Number"/> is as in <see cref="StoreSlice"/>. The batch stays the caller's.
/// </summary>
public sealed record LinkSlice(string Run, int Number, DateTimeOffset SyncedAt, RecordBatch Rows)
{
    /// <summary>The columns of <see cref="Rows"/>.</summary>
    public static RecordSchema Schema { get; } = new("links",
    [
        new("local_key", ColumnType.Text, ColumnRole.SideKey),
        new("contact_id", ColumnType.Text, ColumnRole.Link),
        new("sync_status", ColumnType.Text, ColumnRole.Value),
    ]);
}

/// <summary>How many rows of a link slice were applied and how many refused.</summary>
public sealed record LinkTotals(long Applied, long Refused);

/// <summary>How a write ended.</summary>
public enum StoreResult
{
    Applied,
    Moved,
    Refused,
}

/// <summary>The outcome of one write: the supporter's key, and for a refusal the rule that refused it (<see cref="Code"/>) and why.</summary>
public sealed record StoreOutcome(long PlanRow, string? LocalKey, StoreResult Result, string? Code, string? Message);
