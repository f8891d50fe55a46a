namespace ContactSync.Transforms.Model;

/// <summary>The type of a column's values; it decides how they are stored, normalised and compared.</summary>
public enum ColumnType
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>An e-mail address; normalised to lower case.</summary>
    Email,

    /// <summary>A telephone number as typed.</summary>
    Phone,

    /// <summary>A calendar date, as text <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary><c>true</c> or <c>false</c>, as text.</summary>
    Boolean,

    /// <summary>A decimal number, as text.</summary>
    Number,

    /// <summary>An instant, stored as microseconds since 1970-01-01T00:00:00Z.</summary>
    Timestamp,

    /// <summary>A 128-bit hash.</summary>
    Hash,
}

/// <summary>What a column means to the engine, which knows no object or field by name.</summary>
public enum ColumnRole
{
    /// <summary>A mapped value without a meaning of its own.</summary>
    Value,

    /// <summary>The record's key across all tables of a run: <c>local:17</c>, <c>org:003…</c>.</summary>
    RecordKey,

    /// <summary>The record's key on its own side.</summary>
    SideKey,

    /// <summary>The key of the record on the other side, where the record carries it.</summary>
    Link,

    /// <summary>The sync key, where the record carries it.</summary>
    SyncKey,

    /// <summary>When the record was last changed.</summary>
    Stamp,

    /// <summary>When the record was made.</summary>
    Created,

    /// <summary>The cursor that an extract window is cut by.</summary>
    Cursor,

    /// <summary>Whether the record is deleted.</summary>
    Deleted,

    /// <summary>The record that survived a merge with this one.</summary>
    MergedInto,

    /// <summary>A mapped value: the e-mail address.</summary>
    Email,

    /// <summary>A mapped value: the first name.</summary>
    FirstName,

    /// <summary>A mapped value: the last name.</summary>
    LastName,

    /// <summary>A derived column of a normalised batch: hash or match key.</summary>
    Derived,
}

/// <summary>A column of a batch or a table. <paramref name="Name"/> is unique within its schema, without regard to case.</summary>
public sealed record Column(string Name, ColumnType Type, ColumnRole Role)
{
    /// <summary>Whether the column holds a mapped value, one that takes part in the row hash and in three-way merging.</summary>
    public bool IsMapped => Role is ColumnRole.Value or ColumnRole.Email or ColumnRole.FirstName or ColumnRole.LastName;
}
