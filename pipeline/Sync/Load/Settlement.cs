using System.Globalization;
using ContactSync.DuckDb;
using ContactSync.Reporting;
using ContactSync.Runs;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>
/// Finds the outcome of every row of a closed attempt and writes them to a part file. What the job's results do not settle is read back by
/// key; what cannot be read back stops the load. Nothing is guessed.
/// </summary>
internal sealed class Settlement(LoadTables tables, JobResults results, ReadBack readBack, LoadOptions options, Pauses pauses)
{
    // Codes by which the org says: not now. Everything else is about the row itself.
    private static readonly string PassingCodes = Codes(SentAgain.Run);
    private static readonly string LaterCodes = Codes(SentAgain.Next);

    /// <summary>The rows an attempt would send.</summary>
    public long Count(SliceCsv csv, CancellationToken cancellationToken)
    {
        using var connection = tables.Connect();
        return connection.Scalar<long>($"select count(*) from {csv.Rows}", cancellationToken);
    }

    /// <summary>The record of an attempt none of whose rows is left to send.</summary>
    public async Task<AttemptSettled> NothingToSendAsync(Slice slice, int attempt, SliceCsv csv, CancellationToken cancellationToken)
    {
        using var book = new RowBook(tables, csv);
        book.Join(cancellationToken);
        return await WriteAsync(book, slice, attempt, null, csv, cancellationToken);
    }

    /// <summary>The record of an attempt whose job has ended or is gone. Throws <see cref="LoadStoppedException"/> when its outcome cannot be known.</summary>
    public async Task<AttemptSettled> SettleAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        using var book = new RowBook(tables, attempt.Csv);
        var counts = attempt.Ended is { } job ? await HearAsync(book, attempt, job, cancellationToken) : null;
        CrashPoint.Hit("load.fetched");
        if (counts is null)
        {
            // Nothing that was heard can be trusted: every row is asked about.
            book.Forget();
            results.Send(book, attempt, cancellationToken);
            counts = book.Join(cancellationToken);
        }

        if (counts.Silent > 0)
        {
            await readBack.AskAsync(book, attempt, cancellationToken);
            counts = book.Join(cancellationToken);
        }

        if (counts.Silent > 0 || counts.Strange > 0)
        {
            throw new LoadStoppedException(attempt.Where, $"{counts.Silent:N0} rows have no outcome and {counts.Strange:N0} outcomes no row", LoadStoppedException.Resume);
        }

        CheckIdentity(book, attempt);
        return await WriteAsync(book, attempt.Slice, attempt.Number, attempt.Job, attempt.Csv, cancellationToken);
    }

    // Null when the job's results stay at odds with its own counts.
    private async Task<RowCounts?> HearAsync(RowBook book, Attempt attempt, JobInfo job, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= options.CallAttempts; tries++)
        {
            try
            {
                book.Forget();
                var counts = await results.FetchAsync(book, attempt, job, cancellationToken);
                if (counts.Agrees(job))
                {
                    return counts;
                }
            }
            catch (Exception e) when (JobCalls.IsPassing(e) || e is CsvFormatException)
            {
                // cut, doubled or garbled: the same results can be asked for again
            }
            catch (SalesforceException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return null;
            }

            await pauses.RetryAsync(tries, cancellationToken);
        }

        return null;
    }

    private static void CheckIdentity(RowBook book, Attempt attempt)
    {
        if (attempt.Slice.Action == PlanAction.Update
            && book.Connection.Text("select key || ' came back as ' || sf_id from joined where verdict = 'ok' and left(sf_id, 15) <> left(key, 15) limit 1") is { } conflict)
        {
            throw new LoadStoppedException(attempt.Where, $"identity conflict: record {conflict}", "Look whether the two were merged in the org; then: contact-sync resume");
        }
    }

    private async Task<AttemptSettled> WriteAsync(RowBook book, Slice slice, int attempt, string? job, SliceCsv csv, CancellationToken cancellationToken)
    {
        var again = attempt <= options.RowRetries ? "'retry'" : "'pending'";
        var part = LoadTables.PartOf(slice, attempt);
        book.Connection.Execute(
            string.Create(CultureInfo.InvariantCulture, $"""
            create or replace temp table outcomes as
            select p.plan_row, {slice.Number}::integer as slice, {attempt}::integer as attempt, p.side, p.action, p.record_key, p.local_key,
                coalesce(p.org_id, case when j.verdict = 'ok' then j.sf_id end) as org_id,
                case j.verdict when 'ok' then 'succeeded' when 'moved' then 'moved' when 'held' then 'pending' when 'left' then {again}
                    else case when j.code in {PassingCodes} then {again} when j.code in {LaterCodes} then 'pending' else 'failed' end end as outcome,
                j.verdict = 'ok' and coalesce(j.created, false) as created,
                j.code, j.message, case when j.fields is null or j.fields = '' then []::varchar[] else string_split(j.fields, ',') end as fields,
                {(job is null ? "null::varchar" : DuckSql.Literal(job))} as job_id
            from {csv.Rows} p join joined j using (plan_row)
            """),
            cancellationToken);
        var sha256 = await tables.WritePartAsync(book.Connection, part, "from outcomes", cancellationToken);
        return Totals(book.Connection, slice.Number, attempt, job, part, sha256);
    }

    private static string Codes(SentAgain again) => $"({string.Join(", ", ErrorCatalogue.All.Where(e => e.Again == again).Select(e => DuckSql.Literal(e.Code)))})";

    /// <summary>The record over a connection's table <c>outcomes</c>.</summary>
    public static AttemptSettled Totals(DuckConnection connection, int slice, int attempt, string? job, string part, string sha256)
    {
        long Number(string condition) => connection.Scalar<long>($"select count(*) from outcomes where {condition}");
        return new AttemptSettled(
            slice,
            attempt,
            job,
            part,
            sha256,
            Number("outcome = 'succeeded'"),
            Number("created"),
            Number("outcome = 'failed'"),
            Number("outcome = 'pending'"),
            Number("outcome = 'moved'"),
            Number("outcome = 'retry'"));
    }
}
