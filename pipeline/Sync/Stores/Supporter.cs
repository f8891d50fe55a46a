using System.Text.Json;

namespace ContactSync.Stores;

/// <summary>
/// One supporter as the store holds it. <see cref="ModifiedAt"/> is the last edit by its own account, <see cref="ChangedAt"/> when the store took it; instants are UTC,
/// values are the raw text in the order of the store's fields, null when blank.
/// </summary>
public sealed record Supporter(
    string Key,
    string? ContactId,
    string? SyncStatus,
    DateTimeOffset? SyncedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset ModifiedAt,
    DateTimeOffset ChangedAt,
    IReadOnlyList<StoreChange> Values)
{
    /// <summary>The value of a field; null when it is blank or unknown.</summary>
    public string? Value(string field) => Values.FirstOrDefault(v => v.Field == field)?.Value;

    /// <summary>Writes the supporter as one JSON object, keys as in the store's table.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString(StoreFields.Key, Key);
        writer.WriteString(StoreFields.ContactId, ContactId);
        writer.WriteString("sync_status", SyncStatus);
        WriteInstant(writer, "synced_at", SyncedAt);
        WriteInstant(writer, "created_at", CreatedAt);
        WriteInstant(writer, StoreFields.Modified, ModifiedAt);
        WriteInstant(writer, "changed_at", ChangedAt);
        foreach (var value in Values)
        {
            writer.WriteString(value.Field, value.Value);
        }
        writer.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter writer, string name, DateTimeOffset? at)
    {
        if (at is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteString(name, at.Value);
        }
    }
}
