using System.Globalization;
using System.Text.Json;
using ContactSync.DuckDb;
using ContactSync.Runs;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>
/// Asks the org which records someone else changed since the extract ended, and takes planned updates of those out of the slices that are not
/// under way yet: the next run plans them anew from what they are by then. One question for each object that has planned updates.
/// </summary>
internal sealed class MovedRows(SalesforceClient org, LoadTables tables, LoadLedger ledger, JobCalls calls, Pauses pauses, SalesforceId user, TimeProvider clock)
{
    // Up to here a page or two by REST is quicker than a Bulk job, which takes seconds to start.
    private const int RestRows = 2_000;

    private const string Where = "check for records changed since the extract";

    /// <summary>Finds and journals the moved rows of slices that have no job yet; returns how many.</summary>
    public async Task<long> FindAsync(IReadOnlyList<Slice> slices, DateTimeOffset bound, CancellationToken cancellationToken)
    {
        var open = slices.Where(slice => slice is { Side: PlanSide.Org, Action: PlanAction.Update } && ledger.Of(slice.Number).Phase is SlicePhase.None or SlicePhase.Intent && ledger.Of(slice.Number).Attempt <= 1).ToList();
        if (open.Count == 0)
        {
            return 0;
        }

        using var connection = tables.Connect();
        connection.Execute(
            """
            create temp table touched (id varchar, stamp timestamptz, is_deleted boolean);
            create temp table open_slices (slice integer, object varchar, wave integer, first_row bigint, last_row bigint);
            """,
            cancellationToken);
        Note(connection, open);
        foreach (var name in open.Select(slice => slice.Object).Distinct(StringComparer.Ordinal))
        {
            await AskAsync(connection, name, bound, cancellationToken);
        }

        return await WriteAsync(connection, cancellationToken);
    }

    private static void Note(DuckConnection connection, List<Slice> open)
    {
        using var insert = connection.Prepare("insert into open_slices values (?, ?, ?, ?, ?)");
        foreach (var slice in open)
        {
            insert.Bind(1, (long)slice.Number);
            insert.Bind(2, slice.Object);
            insert.Bind(3, (long)slice.Wave);
            insert.Bind(4, slice.FirstRow);
            insert.Bind(5, slice.LastRow);
            insert.Execute();
        }
    }

    private async Task AskAsync(DuckConnection connection, string name, DateTimeOffset bound, CancellationToken cancellationToken)
    {
        var changed = SoqlCondition.AtLeast("SystemModstamp", bound).And(SoqlCondition.NotEqual("LastModifiedById", user));
        var count = await calls.TryAsync(Where, () => org.CountAsync(Soql.Count().From(name).Where(changed), queryAll: true, cancellationToken), null, cancellationToken);
        if (count == 0)
        {
            return;
        }

        var soql = Soql.Select("Id", "SystemModstamp", "IsDeleted").From(name).Where(changed);
        await calls.TryAsync(
            Where,
            async () =>
            {
                connection.Execute("truncate touched", cancellationToken);
                await (count <= RestRows ? PageAsync(connection, soql, cancellationToken) : BulkAsync(connection, soql, cancellationToken));
                return true;
            },
            null,
            cancellationToken);
        connection.Execute("create temp table if not exists seen as select * from touched limit 0; insert into seen select * from touched;", cancellationToken);
    }

    private async Task PageAsync(DuckConnection connection, Soql soql, CancellationToken cancellationToken)
    {
        using var rows = connection.Append("touched");
        await foreach (var record in org.QueryAsync(soql, queryAll: true, cancellationToken))
        {
            Add(rows, System.Text.Encoding.UTF8.GetBytes(Text(record, "Id")), Text(record, "SystemModstamp"), record.TryGetProperty("IsDeleted", out var deleted) && deleted.ValueKind == JsonValueKind.True);
        }

        rows.Complete();
    }

    private async Task BulkAsync(DuckConnection connection, Soql soql, CancellationToken cancellationToken)
    {
        var job = await org.BulkQuery.CreateAsync(soql, queryAll: true, cancellationToken);
        for (var looks = 0; !job.IsTerminal; looks++)
        {
            await pauses.PollAsync(looks, cancellationToken);
            job = await org.BulkQuery.GetAsync(job.Id, cancellationToken);
        }

        if (job.State != JobState.JobComplete)
        {
            throw new UnknownOutcomeException($"query job {job.Id}", $"it ended {job.State}: {job.ErrorMessage}");
        }

        using var appender = connection.Append("touched");
        string? locator = null;
        do
        {
            await using var rows = await org.BulkQuery.OpenResultsAsync(job.Id, locator, cancellationToken: cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                Add(appender, rows.Field(0), System.Text.Encoding.UTF8.GetString(rows.Field(1)), rows.Field(2).SequenceEqual("true"u8));
            }

            locator = rows.NextLocator;
        }
        while (locator is not null);
        appender.Complete();
        await org.BulkQuery.DeleteAsync(job.Id, cancellationToken);
    }

    private static void Add(DuckAppender rows, ReadOnlySpan<byte> id, string stamp, bool isDeleted)
    {
        rows.SetText(0, rows.Row, id);
        rows.Set(1, rows.Row, DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        rows.Set(2, rows.Row, isDeleted);
        rows.EndRow();
    }

    private async Task<long> WriteAsync(DuckConnection connection, CancellationToken cancellationToken)
    {
        connection.Execute(
            $"""
            create temp table if not exists seen as select * from touched limit 0;
            create temp table outcomes as
            select p.plan_row, o.slice, 0::integer as attempt, p.side, p.action, p.record_key, p.local_key, p.org_id, 'moved' as outcome, false as created,
                case when s.is_deleted then 'DELETED' else 'MOVED' end as code,
                case when s.is_deleted then 'deleted in the org since the extract; the next run detaches it' else 'changed in the org since the extract; the next run plans it anew' end as message, []::varchar[] as fields, null::varchar as job_id
            from {tables.Plan} p
            join open_slices o on p.plan_row between o.first_row and o.last_row and p.object = o.object and p.wave = o.wave
            join (select id, max(stamp) as stamp, bool_or(is_deleted) as is_deleted from seen group by id) s on s.id = p.org_id
            where p.side = 'org' and p.action = 'update' and s.stamp is distinct from p.expected_stamp
                and p.plan_row not in (select plan_row from moved)
            """,
            cancellationToken);
        var rows = connection.Scalar<long>("select count(*) from outcomes", cancellationToken);
        if (rows == 0)
        {
            return 0;
        }

        var part = string.Create(CultureInfo.InvariantCulture, $"moved-{ledger.Moved.Length + 1:D3}.parquet");
        var sha256 = await tables.WritePartAsync(connection, part, "select * from outcomes order by plan_row", cancellationToken);
        var found = new MovedFound(part, sha256, rows, clock.GetUtcNow());
        ledger.Write(found);
        CrashPoint.Hit("load.moved");
        tables.LeaveOut([found]);
        return rows;
    }

    private static string Text(JsonElement record, string field) =>
        record.TryGetProperty(field, out var value) && value.GetString() is { } text
            ? text
            : throw new UnexpectedResponseException(Where, System.Net.HttpStatusCode.OK, $"a record without {field}");
}
