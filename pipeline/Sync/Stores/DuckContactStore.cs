using System.Text.Json;
using ContactSync.DuckDb;
using ContactSync.Transforms.Model;

namespace ContactSync.Stores;

/// <summary>
/// A contact store in one DuckDB file, held by one process at a time. E-mail addresses are unique without regard to case and surrounding blanks
/// (blank ones are no address), a Contact Id belongs to one supporter, and stamps only rise, whatever the clock does. A slice and its record
/// are one transaction: after a crash both are there or neither. The supporters a slice makes carry the latest bound as their stamp.
/// </summary>
public sealed class DuckContactStore : IContactStore
{
    private readonly DuckDatabase _database;

    private DuckContactStore(DuckDatabase database, StoreSql sql, DuckStoreOptions options, TimeProvider clock)
    {
        _database = database;
        Name = options.Name;
        Fields = sql.Fields;
        Writer = new StoreWriter(database.Connect(), sql, clock);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public IReadOnlyList<StoreField> Fields { get; }

    internal StoreWriter Writer { get; }

    /// <summary>Opens the store, making the file and its tables when they are missing.</summary>
    /// <exception cref="StoreException">The file is held by another process, cannot be written, or is no store of this name and format.</exception>
    public static DuckContactStore Open(DuckStoreOptions options, TimeProvider clock)
    {
        StoreFields.Check(options.Fields);
        options = options with { Path = Path.GetFullPath(options.Path) };
        var sql = new StoreSql(options.Fields);
        return new DuckContactStore(StoreFile.Open(options, sql), sql, options, clock);
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset> BoundAsync(CancellationToken cancellationToken) =>
        await Writer.TransactAsync(_ => Writer.TakeBound(), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordBatch> ExtractAsync(StoreWindow window, RecordSchema schema, int batchRows, CancellationToken cancellationToken) =>
        new StoreExtract(_database, Writer.Sql).ReadAsync(window, schema, batchRows, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// Codes of a refusal: <c>email_taken</c>, <c>contact_taken</c>, <c>contact_invalid</c>, <c>unknown_supporter</c>, <c>duplicate_key</c> (an
    /// earlier write of the slice names the same supporter). Two supporters may swap addresses within a slice; where two writes claim the
    /// same address the one that comes first in the slice has it.
    /// </remarks>
    public Task<IReadOnlyList<StoreOutcome>> ApplyAsync(StoreSlice slice, CancellationToken cancellationToken) =>
        Writer.TransactAsync<IReadOnlyList<StoreOutcome>>(
            connection =>
            {
                if (AppliedSlices.Find(connection, slice) is { } recorded)
                {
                    return recorded;
                }
                var outcomes = new SliceWrites(Writer).Apply(slice, cancellationToken);
                AppliedSlices.Record(connection, slice.Run, slice.Number, JsonSerializer.SerializeToUtf8Bytes(outcomes));
                return outcomes;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<LinkTotals> LinkAsync(LinkSlice slice, CancellationToken cancellationToken) =>
        Writer.TransactAsync(
            connection =>
            {
                if (AppliedSlices.FindLinks(connection, slice) is { } recorded)
                {
                    return recorded;
                }
                var totals = new LinkWrites(connection).Apply(slice, cancellationToken);
                AppliedSlices.Record(connection, slice.Run, slice.Number, JsonSerializer.SerializeToUtf8Bytes(totals));
                return totals;
            },
            cancellationToken);

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        Writer.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }
}
