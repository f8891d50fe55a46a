using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.Candidates;

/// <summary>The narrow schemas that matching needs, for readers that fill batches from stored tables; normalised batches serve as well.</summary>
public static class MatchKeys
{
    /// <summary>What <see cref="CandidateFinder"/> takes: key, link, match keys.</summary>
    public static RecordSchema Local(string keyColumn = "local_key", string linkColumn = "org_id") => new(
        "local_keys",
        [
            new Column(keyColumn, ColumnType.Text, ColumnRole.SideKey),
            new Column(linkColumn, ColumnType.Text, ColumnRole.Link),
            .. Names,
        ]);

    /// <summary>What <see cref="OrgIndexBuilder"/> takes: id, match keys, created stamp, deletion flag.</summary>
    public static RecordSchema Org(string keyColumn = "org_id", string createdColumn = "created_at", string deletedColumn = "is_deleted") => new(
        "org_keys",
        [
            new Column(keyColumn, ColumnType.Text, ColumnRole.SideKey),
            .. Names,
            new Column(createdColumn, ColumnType.Timestamp, ColumnRole.Created),
            new Column(deletedColumn, ColumnType.Boolean, ColumnRole.Deleted),
        ]);

    private static Column[] Names =>
    [
        new(NormalizedSchema.EmailKey, ColumnType.Text, ColumnRole.Derived),
        new(NormalizedSchema.FirstKey, ColumnType.Text, ColumnRole.Derived),
        new(NormalizedSchema.LastKey, ColumnType.Text, ColumnRole.Derived),
    ];
}
