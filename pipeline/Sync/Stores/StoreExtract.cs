using System.Runtime.CompilerServices;
using System.Text;
using ContactSync.DuckDb;
using ContactSync.Transforms.Model;

namespace ContactSync.Stores;

/// <summary>
/// Streams the supporters of a window into batches: key order (ordinal by UTF-8 byte), one consistent view of the store, no object or text a
/// row. Columns are found by role: record key, side key, link, stamp, cursor and creation are the supporter's own, a mapped one is the field of its name.
/// </summary>
internal sealed class StoreExtract(DuckDatabase database, StoreSql sql)
{
    public async IAsyncEnumerable<RecordBatch> ReadAsync(
        StoreWindow window, RecordSchema schema, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var select = Select(schema);
        using var connection = database.Connect();
        NameAlsoKeys(connection, window.AlsoKeys);
        using var statement = connection.Prepare(select);
        BindWindow(statement, window);
        using var result = statement.Query(cancellationToken);
        foreach (var batch in ChunkBatches.Read(result, schema, batchRows))
        {
            yield return batch;
        }
        await ValueTask.CompletedTask;
    }

    private string Select(RecordSchema schema) => $"""
        SELECT {string.Join(", ", schema.Columns.Select(Expression))}
        FROM supporter
        WHERE (changed_at <= $1 AND ($2::TIMESTAMPTZ IS NULL OR changed_at > $2::TIMESTAMPTZ)) OR supporter_id IN (SELECT key FROM also_keys)
        ORDER BY supporter_id
        """;

    private string Expression(Column column) => column.Role switch
    {
        ColumnRole.RecordKey => $"'local:' || {StoreFields.Key}",
        ColumnRole.SideKey => StoreFields.Key,
        ColumnRole.Link => StoreFields.ContactId,
        ColumnRole.Stamp => "epoch_us(modified_at)",
        ColumnRole.Cursor => "epoch_us(changed_at)",
        ColumnRole.Created => "epoch_us(created_at)",
        _ when column.IsMapped && sql.Fields.FirstOrDefault(f => f.Name == column.Name) is { } field => StoreSql.Quoted(field),
        _ => throw new StoreException(
            $"The store has no column '{column.Name}' ({column.Role}).{StoreFields.Suggest(column.Name, sql.Fields.Select(f => f.Name))}",
            $"extract of '{column.Name}'",
            $"Map one of its fields: {string.Join(", ", sql.Fields.Select(f => f.Name))}."),
    };

    private static void NameAlsoKeys(DuckConnection connection, IReadOnlyCollection<string> keys)
    {
        connection.Execute("CREATE TEMP TABLE also_keys (key VARCHAR)");
        if (keys.Count == 0)
        {
            return;
        }
        using var rows = connection.Append("also_keys");
        foreach (var key in keys)
        {
            rows.SetText(0, rows.Row, Encoding.UTF8.GetBytes(key));
            rows.EndRow();
        }
        rows.Complete();
    }

    private static void BindWindow(DuckStatement statement, StoreWindow window)
    {
        statement.Bind(1, window.UpTo);
        if (window.After is { } after)
        {
            statement.Bind(2, after);
        }
        else
        {
            statement.BindNull(2);
        }
    }
}
