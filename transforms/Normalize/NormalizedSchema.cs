using System.Collections.Immutable;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Normalize;

/// <summary>
/// The schema of normalised batches: the record's key, then as given whichever of side key, link, created stamp and deletion flag the source
/// has, then the row hash and the match keys, then every mapped field by its own name.
/// </summary>
public static class NormalizedSchema
{
    /// <summary>128-bit hash of all mapped values in canonical form.</summary>
    public const string RowHash = "row_hash";

    /// <summary>The e-mail address in canonical form, null where it is blank or no address.</summary>
    public const string EmailKey = "email_key";

    /// <summary>The folded first name, null where nothing is left.</summary>
    public const string FirstKey = "first_key";

    /// <summary>The folded last name, null where nothing is left.</summary>
    public const string LastKey = "last_key";

    /// <summary>The roles that pass through as given, in this order.</summary>
    internal static ImmutableArray<ColumnRole> Carried { get; } =
        [ColumnRole.RecordKey, ColumnRole.SideKey, ColumnRole.Link, ColumnRole.Created, ColumnRole.Deleted];

    /// <summary>
    /// The schema for batches of <paramref name="source"/>; throws <see cref="ArgumentException"/> where that has no record key or a mapped
    /// field that is not text.
    /// </summary>
    public static RecordSchema For(RecordSchema source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Require(ColumnRole.RecordKey);
        var columns = ImmutableArray.CreateBuilder<Column>();
        foreach (var role in Carried)
        {
            if (source.IndexOf(role) is >= 0 and var index)
            {
                columns.Add(source.Columns[index]);
            }
        }

        columns.Add(new Column(RowHash, ColumnType.Hash, ColumnRole.Derived));
        columns.Add(new Column(EmailKey, ColumnType.Text, ColumnRole.Derived));
        columns.Add(new Column(FirstKey, ColumnType.Text, ColumnRole.Derived));
        columns.Add(new Column(LastKey, ColumnType.Text, ColumnRole.Derived));
        foreach (var column in source.Columns)
        {
            if (column.IsMapped)
            {
                columns.Add(IsText(column.Type) ? column : throw new ArgumentException(
                    $"Field '{column.Name}' of '{source.Name}' is mapped and of type {column.Type}; mapped fields come as text."));
            }
        }

        return new RecordSchema(source.Name, columns.ToImmutable());
    }

    internal static bool IsText(ColumnType type) => type is not (ColumnType.Timestamp or ColumnType.Hash);
}
