using ContactSync.DuckDb;

namespace ContactSync.Stores;

/// <summary>
/// The one writer of an embedded store: hands out stamps and bounds that only ever rise, and runs sets of writes through the rules in one
/// transaction each. Callers stage the writes as <c>incoming</c> rows; what they read back are the tables that <see cref="WriteRules"/> leaves.
/// </summary>
internal sealed class StoreWriter(DuckConnection connection, StoreSql sql, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IncomingRows? _staged;

    public DuckConnection Connection => connection;

    public StoreSql Sql => sql;

    /// <summary>Runs one transaction: committed when <paramref name="work"/> returns, undone when it throws. One at a time.</summary>
    public async Task<T> TransactAsync<T>(Func<DuckConnection, T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            connection.Execute("BEGIN", CancellationToken.None);
            try
            {
                var done = work(connection);
                connection.Execute("COMMIT", CancellationToken.None);
                return done;
            }
            catch
            {
                Undo();
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Starts a set of writes: an empty <c>incoming</c>.</summary>
    public IncomingRows Stage()
    {
        connection.Execute(sql.CreateIncoming);
        return _staged = new IncomingRows(connection, sql.Fields);
    }

    /// <summary>Applies the rules to what is staged: fills <c>target</c>, <c>refused</c> and <c>fresh</c>.</summary>
    public void Settle(CancellationToken cancellationToken)
    {
        connection.Execute(WriteRules.FindTargets, cancellationToken);
        connection.Execute(WriteRules.RefuseUnknownAndMoved, cancellationToken);
        foreach (var rule in WriteRules.RefuseDoubles)
        {
            connection.Execute(rule, cancellationToken);
        }
        var round = 0;
        while (Refuse(round < WriteRules.MaxRounds ? WriteRules.RefuseTaken : WriteRules.RefuseTakenStrictly, cancellationToken) > 0)
        {
            round++;
        }
        connection.Execute(WriteRules.NumberFresh, cancellationToken);
    }

    /// <summary>Writes what was settled as an edit by the store's users: everything written carries one new stamp, and is as old as its row says. Returns the rows made and changed.</summary>
    public (long Inserted, long Updated) WriteByUser(CancellationToken cancellationToken)
    {
        var now = Now();
        var last = ReadInstant("last_stamp");
        var stamp = last is { } l && l >= now ? l.AddMicroseconds(1) : now;
        connection.Execute(sql.FindEdited, cancellationToken);
        var inserted = Run(sql.Insert, cancellationToken, null, now, stamp);
        var updated = Run(sql.Update(_staged!, StoreSql.Stamp), cancellationToken, stamp);
        if (inserted + updated > 0)
        {
            Run("UPDATE store_info SET last_stamp = $1", cancellationToken, stamp);
        }
        return (inserted, updated);
    }

    /// <summary>
    /// Writes what was settled for the sync, whose writes are no edits: known supporters keep their stamp, new ones carry the latest bound,
    /// so that they are not due again.
    /// </summary>
    public void WriteBySync(DateTimeOffset syncedAt, CancellationToken cancellationToken)
    {
        var bound = ReadInstant("last_bound") ?? TakeBound();
        connection.Execute("CREATE OR REPLACE TEMP TABLE edited AS SELECT t.n, t.key FROM target t ANTI JOIN refused r ON r.n = t.n WHERE t.found", cancellationToken);
        Run(sql.Insert, cancellationToken, syncedAt, syncedAt, bound);
        Run(sql.Update(_staged!, "sync_status = i.status, synced_at = $1"), cancellationToken, syncedAt);
    }

    /// <summary>The later of now and the last instant handed out; recorded, so that every later stamp is past it.</summary>
    public DateTimeOffset TakeBound()
    {
        var now = Now();
        var bound = ReadInstant("last_stamp") is { } last && last > now ? last : now;
        Run("UPDATE store_info SET last_stamp = $1, last_bound = $1", CancellationToken.None, bound);
        return bound;
    }

    /// <summary>The clock's time in whole microseconds, as the store keeps stamps.</summary>
    public DateTimeOffset Now()
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public void Dispose()
    {
        _gate.Dispose();
        connection.Dispose();
    }

    private long Refuse(IReadOnlyList<string> rules, CancellationToken cancellationToken) => rules.Sum(rule => connection.Execute(rule, cancellationToken));

    private long Run(string statement, CancellationToken cancellationToken, params ReadOnlySpan<DateTimeOffset?> instants)
    {
        using var prepared = connection.Prepare(statement);
        for (var i = 0; i < instants.Length; i++)
        {
            if (instants[i] is { } instant)
            {
                prepared.Bind(i + 1, instant);
            }
            else
            {
                prepared.BindNull(i + 1);
            }
        }
        return prepared.Execute(cancellationToken);
    }

    private DateTimeOffset? ReadInstant(string column)
    {
        using var result = connection.Query($"SELECT epoch_us({column}) FROM store_info");
        result.NextChunk();
        var values = result.Chunk.Column<long>(0);
        return values.IsNull(0) ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(values[0]);
    }

    private void Undo()
    {
        try
        {
            connection.Execute("ROLLBACK", CancellationToken.None);
        }
        catch (DuckDbException e) when (e.Kind == DuckErrorKind.Transaction)
        {
            // DuckDB has already ended the transaction itself; the failure that led here is the one to report
        }
    }
}
