using System.Collections.Immutable;
using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>The rows of a query, one chunk of at most 2,048 at a time, computed while they are read.</summary>
/// <remarks>
/// Spans and column readers look into the current chunk: they are void after the next <see cref="NextChunk"/> and after
/// <see cref="Dispose"/>. A failure while the query runs on, or its cancellation, is thrown by <see cref="NextChunk"/>;
/// a result never just ends early.
/// </remarks>
public sealed unsafe class DuckResult : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly ResultHandle _handle;
    private readonly Interruption? _interruption;
    private readonly string _sql;
    private readonly CancellationToken _cancellation;
    private DuckChunk? _chunk;
    private bool _finished;

    private delegate T CellReader<out T>(DuckVector vector, int row);

    internal DuckResult(DuckConnection connection, ResultHandle handle, Interruption? interruption, string sql, CancellationToken cancellation)
    {
        _connection = connection;
        _handle = handle;
        _interruption = interruption;
        _sql = sql;
        _cancellation = cancellation;
        Columns = ReadColumns(handle.Pointer);
        connection.Opened(this);
    }

    /// <summary>The columns, in order.</summary>
    public ImmutableArray<DuckColumn> Columns { get; }

    /// <summary>The rows that the last <see cref="NextChunk"/> brought.</summary>
    public DuckChunk Chunk => _chunk ?? throw new InvalidOperationException("There is no chunk: call NextChunk first, and only while it says true.");

    /// <summary>Fetches the next rows; false at the end, which also frees the connection.</summary>
    /// <exception cref="DuckDbException">The query failed on the way.</exception>
    /// <exception cref="OperationCanceledException">The token given to the query was cancelled.</exception>
    public bool NextChunk()
    {
        if (_finished)
        {
            return false;
        }

        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        Drop();
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            var chunk = Capi.FetchChunk(*_handle.Pointer);
            if (chunk.IsInvalid)
            {
                chunk.Dispose();
                End();
                return false;
            }

            _chunk = new DuckChunk(chunk, Columns);
            if (_chunk.RowCount > 0)
            {
                return true;
            }

            Drop();
        }
    }

    /// <summary>
    /// The rest of the rows as objects, for tests and small results: the .NET type of <see cref="DuckVector.Column{T}"/>, string,
    /// byte[] for BLOB, object[] for lists and structs, the display text for what is rarer.
    /// </summary>
    public IEnumerable<object?[]> Rows() => Rows(DuckObject.Of);

    /// <summary>The rest of the rows as text for people, of any type; null for NULL, instants as ISO 8601 in UTC.</summary>
    /// <exception cref="NotSupportedException">A column of a type that has no text form here (BIT, UNION, VARIANT, TIMETZ, ...): cast it in the query.</exception>
    public IEnumerable<string?[]> TextRows() => Rows(DuckText.Of);

    /// <summary>Frees the rows and the connection; the rest of a query that was not read to its end is not computed.</summary>
    public void Dispose()
    {
        Drop();
        _interruption?.Dispose();
        _handle.Dispose();
        _connection.Finished(this);
    }

    private IEnumerable<T[]> Rows<T>(CellReader<T> read)
    {
        while (NextChunk())
        {
            for (var row = 0; row < Chunk.RowCount; row++)
            {
                var cells = new T[Columns.Length];
                for (var column = 0; column < cells.Length; column++)
                {
                    cells[column] = read(Chunk.Vector(column), row);
                }

                yield return cells;
            }
        }
    }

    private static ImmutableArray<DuckColumn> ReadColumns(NativeResult* result)
    {
        var columns = ImmutableArray.CreateBuilder<DuckColumn>((int)Capi.ColumnCount(result));
        for (var i = 0UL; i < (ulong)columns.Capacity; i++)
        {
            columns.Add(new DuckColumn(NativeText.Read(Capi.ColumnName(result, i)), DuckType.Take(Capi.ColumnLogicalType(result, i))));
        }

        return columns.MoveToImmutable();
    }

    /// <summary>No chunk means the end or an error; only the result knows which.</summary>
    private void End()
    {
        if (Capi.ResultError(_handle.Pointer) is not null)
        {
            var error = DuckError.Of(_handle, _sql, _cancellation);
            Dispose();
            throw error;
        }

        Dispose();
        _finished = true;
    }

    private void Drop()
    {
        _chunk?.Close();
        _chunk = null;
    }
}
