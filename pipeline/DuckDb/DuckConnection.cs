using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>One session with a database. For one thread at a time.</summary>
/// <remarks>
/// A query streams, so it holds the connection until its result is read to the end or disposed; a statement before that is an
/// <see cref="InvalidOperationException"/>, because DuckDB would silently cut the open result short. Cancelling a token stops
/// the statement within some tens of milliseconds with <see cref="OperationCanceledException"/>; the connection stays usable.
/// </remarks>
public sealed class DuckConnection : IDisposable
{
    private DuckResult? _open;
    private SpillFolder? _spill;

    internal DuckConnection(ConnectionHandle handle, SpillFolder? spill) => (Handle, _spill) = (handle, spill);

    internal ConnectionHandle Handle { get; }

    /// <summary>Runs one or several statements and returns the number of rows that they inserted, updated and deleted together.</summary>
    /// <exception cref="DuckDbException">A statement failed; those before it have taken effect unless a transaction holds them.</exception>
    public unsafe long Execute(string sql, CancellationToken cancellation = default)
    {
        MustBeFree();
        var count = Capi.ExtractStatements(Handle, sql, out var extracted);
        using (extracted)
        {
            if (count == 0 && NativeText.Read(Capi.ExtractError(extracted)) is { Length: > 0 } error)
            {
                throw new DuckDbException(DuckErrorKind.Parser, error, sql);
            }

            long changed = 0;
            for (ulong i = 0; i < count; i++)
            {
                var state = Capi.PrepareExtracted(Handle, extracted, i, out var handle);
                using var statement = DuckStatement.Checked(this, state, handle, sql);
                changed += statement.Execute(cancellation);
            }

            return changed;
        }
    }

    /// <summary>Runs one statement and streams its rows.</summary>
    public DuckResult Query(string sql, CancellationToken cancellation = default)
    {
        using var statement = Prepare(sql);
        return statement.Query(cancellation);
    }

    /// <summary>A statement to be run many times, with parameters <c>?</c> or <c>$1</c>.</summary>
    public DuckStatement Prepare(string sql)
    {
        MustBeFree();
        return DuckStatement.Checked(this, Capi.Prepare(Handle, sql, out var handle), handle, sql);
    }

    /// <summary>A writer at the end of a table of this database.</summary>
    public DuckAppender Append(string table, string? schema = null)
    {
        MustBeFree();
        return DuckAppender.To(this, table, schema);
    }

    /// <summary>The one value of a query.</summary>
    /// <exception cref="InvalidOperationException">There is no row, or the value is NULL or of another type.</exception>
    public T Scalar<T>(string sql, CancellationToken cancellation = default)
        where T : unmanaged
    {
        using var result = Query(sql, cancellation);
        return result.NextChunk() ? result.Chunk.Column<T>(0)[0] : throw new InvalidOperationException($"The query has no row: {sql}");
    }

    /// <summary>The one text of a query; null when it is NULL or there is no row.</summary>
    public string? Text(string sql, CancellationToken cancellation = default)
    {
        using var result = Query(sql, cancellation);
        return result.NextChunk() ? result.Chunk.Text(0).AsString(0) : null;
    }

    /// <summary>Ends the session: an open result is cut, an open transaction rolled back.</summary>
    public void Dispose()
    {
        _open?.Dispose();
        Handle.Dispose();
        Interlocked.Exchange(ref _spill, null)?.Dispose();
    }

    internal void MustBeFree()
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        if (_open is not null)
        {
            throw new InvalidOperationException(
                "A result of this connection is still open. Read it to the end or dispose it first, or use a second connection.");
        }
    }

    internal void Opened(DuckResult result) => _open = result;

    internal void Finished(DuckResult result)
    {
        if (ReferenceEquals(_open, result))
        {
            _open = null;
        }
    }
}
