using System.Globalization;
using System.Text.Json;
using ContactSync.DuckDb;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>
/// Asks the org itself for rows whose outcome its results do not tell. Creates are looked up by their external id, updates by Id: a record
/// that carries our write since the load began was written, one that stands as at the extract was not, one that another user has
/// changed is moved. Plain inserts have no key to ask by, so they stop the load.
/// </summary>
internal sealed class ReadBack(SalesforceClient org, JobCalls calls, string userId, DateTimeOffset begun)
{
    // Keys travel in the address of a GET, of which the org takes 16 KB; each costs its length and some escapes.
    private const int KeyBytesPerQuery = 9_000;

    // The org's clock and ours may differ; a whole hour costs at worst a row sent again by its key.
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromHours(1);

    /// <summary>Adds a verdict for each row that has none. Throws <see cref="LoadStoppedException"/> where there is no key.</summary>
    public async Task AskAsync(RowBook book, Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Csv.KeyColumn is not { } column)
        {
            throw new LoadStoppedException(
                attempt.Where,
                "the outcome of plain inserts is not known: the org's results are gone or do not agree with its own counts",
                "Look in the org which of the slice's records exist (created by the integration user since this run began). Nothing is sent again before that is decided; an external id field avoids this");
        }

        book.Connection.Execute(
            """
            create or replace temp table seen (key varchar, sf_id varchar, created_by varchar, changed_by varchar, created_at timestamptz, changed_at timestamptz, deleted boolean)
            """,
            cancellationToken);
        string[] fields = ["Id", "CreatedById", "CreatedDate", "LastModifiedById", "SystemModstamp", "IsDeleted", .. column == "Id" ? [] : new[] { column }];
        var silent = Silent(book.Connection);
        var longest = silent.Select(key => key.Length).DefaultIfEmpty().Max();
        foreach (var keys in silent.Chunk(Math.Clamp(KeyBytesPerQuery / (longest + 12), 1, 200)))
        {
            var soql = Soql.Select(fields).From(attempt.Slice.Object).Where(SoqlCondition.In(column, keys.Select(SoqlLiteral.FromString)));
            var records = await calls.TryAsync(attempt.Where, () => ReadAsync(soql, cancellationToken), null, cancellationToken);
            Note(book.Connection, records, keys, column);
        }

        Decide(book.Connection, attempt, cancellationToken);
    }

    private static List<string> Silent(DuckConnection connection)
    {
        var keys = new List<string>();
        using var result = connection.Query("select key from joined where n is null order by key");
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                keys.Add(result.Chunk.Text(0).AsString(row)!);
            }
        }

        return keys;
    }

    private async Task<List<JsonElement>> ReadAsync(Soql soql, CancellationToken cancellationToken)
    {
        var records = new List<JsonElement>();
        await foreach (var record in org.QueryAsync(soql, queryAll: true, cancellationToken))
        {
            records.Add(record.Clone());
        }

        return records;
    }

    private static void Note(DuckConnection connection, List<JsonElement> records, string[] keys, string column)
    {
        // The org compares external ids without regard to case; the key we sent is the one the row is known by.
        var sent = keys.ToDictionary(key => key, StringComparer.OrdinalIgnoreCase);
        using var insert = connection.Prepare("insert into seen values (?, ?, ?, ?, ?, ?, ?)");
        foreach (var record in records)
        {
            if (Text(record, column) is not { } key || !sent.TryGetValue(key, out var ours))
            {
                continue;
            }

            insert.Bind(1, ours);
            insert.Bind(2, Text(record, "Id"));
            insert.Bind(3, Text(record, "CreatedById"));
            insert.Bind(4, Text(record, "LastModifiedById"));
            insert.Bind(5, Instant(record, "CreatedDate"));
            insert.Bind(6, Instant(record, "SystemModstamp"));
            insert.Bind(7, record.TryGetProperty("IsDeleted", out var deleted) && deleted.ValueKind == JsonValueKind.True);
            insert.Execute();
        }
    }

    private void Decide(DuckConnection connection, Attempt attempt, CancellationToken cancellationToken)
    {
        var since = DuckSql.Literal((begun - ClockAllowance).ToString("o", CultureInfo.InvariantCulture)) + "::timestamptz";
        var us = DuckSql.Literal(userId);
        var verdict = attempt.Slice.Action == PlanAction.Update
            ? $"""
              case when s.key is null or s.deleted then 'bad'
                   when s.changed_at = p.expected_stamp then 'left'
                   when s.changed_by = {us} and s.changed_at > coalesce(p.expected_stamp, {since}) then 'ok'
                   else 'moved' end
              """
            : $"""
              case when s.key is null or s.deleted then 'left'
                   when s.created_by = {us} and s.created_at >= {since} then 'ok'
                   when s.changed_by = {us} and s.changed_at >= {since} then 'ok'
                   else 'left' end
              """;
        connection.Execute(
            $"""
            insert into got
            with asked as (
                select j.key, {verdict} as verdict, s.sf_id,
                    coalesce(s.created_by = {us} and s.created_at >= {since}, false) as created
                from joined j join {attempt.Csv.Rows} p using (plan_row)
                left join (select * from seen qualify row_number() over (partition by key order by deleted, sf_id) = 1) s on s.key = j.key
                where j.n is null)
            select row_number() over (order by key) + 1000000000, verdict, key, sf_id, created and verdict = 'ok',
                case verdict when 'bad' then 'ENTITY_IS_DELETED' end, case verdict when 'bad' then 'the record is not there any more' end, null
            from asked
            """,
            cancellationToken);
    }

    private static DateTimeOffset Instant(JsonElement record, string field) =>
        DateTimeOffset.TryParse(Text(record, field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new UnexpectedResponseException("read back", System.Net.HttpStatusCode.OK, $"a record without {field}");

    private static string? Text(JsonElement record, string field)
    {
        foreach (var property in record.EnumerateObject())
        {
            if (property.Name.Equals(field, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
            }
        }

        return null;
    }
}
