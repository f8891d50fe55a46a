using ContactSync.DuckDb;

namespace ContactSync.Stores;

/// <summary>Reads single supporters for people to look at; the extract reads them in bulk.</summary>
internal static class SupporterRows
{
    private const int FirstValue = 7;

    public static IReadOnlyList<Supporter> First(DuckConnection connection, StoreSql sql, int count, CancellationToken cancellationToken)
    {
        using var select = connection.Prepare($"{sql.SelectSupporter} ORDER BY {StoreFields.Key} LIMIT $1");
        select.Bind(1, (long)count);
        return Read(select, sql, cancellationToken);
    }

    /// <summary>A key goes before an e-mail address, should one supporter's key look like another's address.</summary>
    public static Supporter? Find(DuckConnection connection, StoreSql sql, string keyOrEmail, CancellationToken cancellationToken)
    {
        using var select = connection.Prepare(
            $"{sql.SelectSupporter} WHERE {StoreFields.Key} = $1 OR email_key = {StoreSql.EmailKey("$1")} ORDER BY {StoreFields.Key} = $1 DESC LIMIT 1");
        select.Bind(1, keyOrEmail);
        return Read(select, sql, cancellationToken).FirstOrDefault();
    }

    private static List<Supporter> Read(DuckStatement select, StoreSql sql, CancellationToken cancellationToken)
    {
        var supporters = new List<Supporter>();
        using var result = select.Query(cancellationToken);
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                supporters.Add(Read(result.Chunk, row, sql));
            }
        }
        return supporters;
    }

    private static Supporter Read(DuckChunk chunk, int row, StoreSql sql) => new(
        chunk.Text(0).AsString(row)!,
        chunk.Text(1).AsString(row),
        chunk.Text(2).AsString(row),
        chunk.Column<DateTimeOffset>(3).Nullable(row),
        chunk.Column<DateTimeOffset>(4)[row],
        chunk.Column<DateTimeOffset>(5)[row],
        chunk.Column<DateTimeOffset>(6)[row],
        [.. sql.Fields.Select((field, i) => new StoreChange(field.Name, chunk.Text(FirstValue + i).AsString(row)))]);
}
