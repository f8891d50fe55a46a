using System.Text;
using ContactSync.DuckDb;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>What is known of a row that was sent.</summary>
internal enum RowVerdict
{
    /// <summary>The org took it.</summary>
    Ok,

    /// <summary>The org refused it and said why.</summary>
    Bad,

    /// <summary>The org never came to it.</summary>
    Left,

    /// <summary>The org refused the job as a whole; sending it again now would end the same way.</summary>
    Held,

    /// <summary>Someone changed the record meanwhile.</summary>
    Moved,
}

/// <summary>
/// The books of one attempt: the rows sent and the rows the org gave back, each with its key, joined as multisets. The order of results
/// means nothing and is never used.
/// </summary>
internal sealed class RowBook : IDisposable
{
    // A row that came twice, the same both times, counts once. What was said twice and differently is strange: it has no one meaning, so it goes by as a row
    // that was not sent, and so does a key that was not sent.
    private const string JoinByKey =
        """
        create or replace temp table heard as
        select min(n) as n, min(verdict) as verdict, key, min(sf_id) as sf_id, bool_or(created) as created, min(code) as code, min(message) as message, min(fields) as fields,
          min(verdict) is distinct from max(verdict) or min(coalesce(sf_id, '')) is distinct from max(coalesce(sf_id, '')) as is_contradicted
        from got group by key;
        create or replace temp table joined as
        select s.plan_row, s.key, h.n, h.verdict, h.sf_id, h.created, h.code, h.message, h.fields
        from sent s left join heard h on h.key = s.key
        union all
        select null, h.key, h.n, h.verdict, h.sf_id, h.created, h.code, h.message, h.fields
        from heard h where h.is_contradicted or h.key is null or not exists (select 1 from sent s where s.key = h.key);
        """;

    // Without keys each row counts, as often as it was sent.
    private const string JoinByContent =
        """
        create or replace temp table joined as
        with s as (select plan_row, key, row_number() over (partition by key order by plan_row) as turn from sent),
        h as (select *, row_number() over (partition by key order by verdict, sf_id, n) as turn from got)
        select s.plan_row, s.key, h.n, h.verdict, h.sf_id, h.created, h.code, h.message, h.fields
        from s full join h on s.key = h.key and s.turn = h.turn;
        """;

    private readonly SliceCsv _csv;
    private readonly bool _keyed;

    public RowBook(LoadTables tables, SliceCsv csv)
    {
        _csv = csv;
        _keyed = csv.KeyColumn is not null;
        Connection = tables.Connect();
        Connection.Execute("""
            create temp table sent (plan_row bigint, key varchar);
            create temp table got (n bigint, verdict varchar, key varchar, sf_id varchar, created boolean, code varchar, message varchar, fields varchar);
            """);
    }

    /// <summary>The connection that holds the two tables.</summary>
    public DuckConnection Connection { get; }

    /// <summary>Fills in the rows sent. <paramref name="content"/> makes the keys of rows without one, from these places of their columns.</summary>
    public void Send(ContentKey? content, IReadOnlyList<int> places, CancellationToken cancellationToken)
    {
        Connection.Execute("truncate sent", cancellationToken);
        if (_keyed)
        {
            Connection.Execute($"insert into sent select plan_row, {_csv.KeySource} from {_csv.Rows}", cancellationToken);
            return;
        }

        using var appender = Connection.Append("sent");
        var key = new byte[32];
        _csv.Visit(
            (in row) =>
            {
                for (var i = 0; i < places.Count; i++)
                {
                    content!.Add(i, row[places[i]]);
                }

                content!.Take(key);
                appender.Set(0, appender.Row, row.PlanRow);
                appender.SetText(1, appender.Row, key);
                appender.EndRow();
            },
            cancellationToken);
        appender.Complete();
    }

    /// <summary>Empties the rows the org gave back.</summary>
    public void Forget() => Connection.Execute("truncate got");

    /// <summary>Begins to take rows the org gives back.</summary>
    public GotRows Take() => new(Connection.Append("got"));

    /// <summary>
    /// Joins both sides. With keys a row that came twice, the same both times, counts once; without keys each row counts.
    /// </summary>
    public RowCounts Join(CancellationToken cancellationToken)
    {
        Connection.Execute(_keyed ? JoinByKey : JoinByContent, cancellationToken);
        using var result = Connection.Query(
            """
            select count(plan_row), count(n) filter (verdict = 'ok'), count(n) filter (verdict = 'bad'), count(n) filter (verdict = 'left'),
                count(*) filter (n is null), count(*) filter (plan_row is null)
            from joined
            """,
            cancellationToken);
        result.NextChunk();
        var chunk = result.Chunk;
        return new(chunk.Column<long>(0)[0], chunk.Column<long>(1)[0], chunk.Column<long>(2)[0], chunk.Column<long>(3)[0], chunk.Column<long>(4)[0], chunk.Column<long>(5)[0]);
    }

    public void Dispose() => Connection.Dispose();
}

/// <summary>Rows sent, rows the org took, refused, and left; sent rows it said nothing of, and rows that we did not send.</summary>
internal sealed record RowCounts(long Sent, long Ok, long Bad, long Left, long Silent, long Strange)
{
    /// <summary>Whether what came back is what the job counted, and nothing else.</summary>
    public bool Agrees(JobInfo job) => Strange == 0 && Ok == job.RecordsSucceeded && Bad == job.RecordsFailed;
}

/// <summary>Writes rows the org gave back, one after the other, without a string per row.</summary>
internal sealed class GotRows(DuckAppender appender) : IDisposable
{
    private long _n;

    public void Add(RowVerdict verdict, ReadOnlySpan<byte> key, ReadOnlySpan<byte> sfId, bool created, RowError? error)
    {
        var row = appender.Row;
        appender.Set(0, row, _n++);
        appender.SetText(1, row, Word(verdict));
        appender.SetText(2, row, key);
        if (sfId.IsEmpty)
        {
            appender.SetNull(3, row);
        }
        else
        {
            appender.SetText(3, row, sfId);
        }

        appender.Set(4, row, created);
        if (error is not null)
        {
            appender.SetText(5, row, Encoding.UTF8.GetBytes(error.Code));
            appender.SetText(6, row, Encoding.UTF8.GetBytes(error.Message));
            appender.SetText(7, row, Encoding.UTF8.GetBytes(string.Join(',', error.Fields)));
        }

        appender.EndRow();
    }

    public void Complete() => appender.Complete();

    public void Dispose() => appender.Dispose();

    private static ReadOnlySpan<byte> Word(RowVerdict verdict) => verdict switch
    {
        RowVerdict.Ok => "ok"u8,
        RowVerdict.Bad => "bad"u8,
        RowVerdict.Left => "left"u8,
        RowVerdict.Held => "held"u8,
        RowVerdict.Moved => "moved"u8,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
