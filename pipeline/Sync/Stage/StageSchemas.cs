using System.Collections.Immutable;
using ContactSync.Config;
using ContactSync.Transforms.Model;

namespace ContactSync.Stage;

/// <summary>
/// The columns of what is extracted, made from a profile's mapping. Both sides carry the mapped fields under the local names and in the same
/// order, so that equal values hash alike.
/// </summary>
public sealed class StageSchemas
{
    public StageSchemas(ProfileOptions profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Mapped = [.. profile.Map.Select(m => new Column(m.Field, m.Type, m.Role))];
        Local = new RecordSchema("extract_local",
        [
            new("record_key", ColumnType.Text, ColumnRole.RecordKey),
            new("local_key", ColumnType.Text, ColumnRole.SideKey),
            new("org_id", ColumnType.Text, ColumnRole.Link),
            new("modified_at", ColumnType.Timestamp, ColumnRole.Stamp),
            new("changed_at", ColumnType.Timestamp, ColumnRole.Cursor),
            .. Mapped,
        ]);
        Org = new RecordSchema("extract_org",
        [
            new("record_key", ColumnType.Text, ColumnRole.RecordKey),
            new("org_id", ColumnType.Text, ColumnRole.SideKey),
            new("sync_key", ColumnType.Text, ColumnRole.SyncKey),
            new("created_at", ColumnType.Timestamp, ColumnRole.Created),
            new("modified_at", ColumnType.Timestamp, ColumnRole.Stamp),
            new("cursor_at", ColumnType.Timestamp, ColumnRole.Cursor),
            new("is_deleted", ColumnType.Boolean, ColumnRole.Deleted),
            new("merged_into", ColumnType.Text, ColumnRole.MergedInto),
            .. Mapped,
        ]);
    }

    /// <summary>The mapped fields, in the profile's order.</summary>
    public ImmutableArray<Column> Mapped { get; }

    /// <summary>Of supporters.</summary>
    public RecordSchema Local { get; }

    /// <summary>Of the org's records.</summary>
    public RecordSchema Org { get; }

    /// <summary>The columns of the table <c>normalized</c>, for both sides.</summary>
    public IReadOnlyList<string> NormalizedColumns =>
        ["record_key", "row_hash", "email_key", "first_key", "last_key", .. Mapped.Select(c => c.Name)];
}
