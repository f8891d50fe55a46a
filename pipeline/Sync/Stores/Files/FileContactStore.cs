using System.Runtime.CompilerServices;
using ContactSync.DuckDb;
using ContactSync.Transforms.Model;

namespace ContactSync.Stores.Files;

/// <summary>The kind of a file store.</summary>
internal enum FileKind
{
    Csv,
    Parquet,
}

/// <summary>A file of supporters: where it is, the store's name, which column fills which field (by name where this says nothing), the fields the profile maps, and DuckDB's memory.</summary>
internal sealed record FileStoreOptions(
    FileKind Kind, string Path, string Name, IReadOnlyList<(string Field, string Column)> Map, IReadOnlyList<StoreField> Fields, string? MemoryLimit, string? TempDirectory);

/// <summary>
/// Supporters in a CSV or Parquet file that someone else writes, to be read and never written. Each run reads all of it: what changed, the state of the runs
/// tells. Links are kept there too. A file says nothing of who shares an address; that is for matching to find.
/// </summary>
internal sealed class FileContactStore : IContactStore
{
    private readonly FileStoreOptions _options;
    private readonly TimeProvider _clock;

    private FileContactStore(FileStoreOptions options, TimeProvider clock) => (_options, _clock) = (options, clock);

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <inheritdoc/>
    public IReadOnlyList<StoreField> Fields => _options.Fields;

    /// <summary>Opens the file far enough to know that it has the columns. Throws <see cref="StoreException"/> when it cannot be used.</summary>
    public static FileContactStore Open(FileStoreOptions options, TimeProvider clock)
    {
        using var reader = Reader(options);
        Columns(reader, options);
        return new FileContactStore(options, clock);
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset> BoundAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_clock.GetUtcNow());

    /// <inheritdoc/>
    /// <remarks>The window is not looked at: a file has no stamps to go by.</remarks>
    public async IAsyncEnumerable<RecordBatch> ExtractAsync(
        StoreWindow window, RecordSchema schema, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { MemoryLimit = _options.MemoryLimit, TempDirectory = _options.TempDirectory });
        using var connection = database.Connect();
        var rejects = Stage(connection, cancellationToken);
        using var result = connection.Query($"select {string.Join(", ", schema.Columns.Select(Expression))} from staged order by {StoreFields.Key}", cancellationToken);
        var isFirst = true;
        foreach (var batch in ChunkBatches.Read(result, schema, batchRows))
        {
            Carry(isFirst ? rejects : [], batch);
            isFirst = false;
            yield return batch;
        }

        if (isFirst && rejects.Count > 0)
        {
            yield return Carry(rejects, RecordBatch.Rent(schema, 0, 1));
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always when there are writes: nothing is planned for a store that is only read.</exception>
    public Task<IReadOnlyList<StoreOutcome>> ApplyAsync(StoreSlice slice, CancellationToken cancellationToken) =>
        slice.Writes.Count == 0 ? Task.FromResult<IReadOnlyList<StoreOutcome>>([]) : throw new InvalidOperationException($"{_options.Path} is only read, and {slice.Writes.Count} writes were planned for it");

    /// <inheritdoc/>
    /// <remarks>The links are in the run's table <c>links</c>; there is nothing else to do.</remarks>
    public Task<LinkTotals> LinkAsync(LinkSlice slice, CancellationToken cancellationToken) => Task.FromResult(new LinkTotals(slice.Rows.RowCount, 0));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IReadOnlyList<Reject> Stage(DuckConnection connection, CancellationToken cancellationToken)
    {
        using var reader = Reader(_options);
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(_options.Path));
        var rows = new FileRows(reader, Columns(reader, _options), _options.Path, written);
        try
        {
            rows.Stage(connection, cancellationToken);
        }
        catch (DuckDbException e) when (e.Kind != DuckErrorKind.OutOfMemory && _options.Kind == FileKind.Parquet)
        {
            throw new StoreException($"The file cannot be read to its end: {e.Message.Split('\n')[0]}", _options.Path, "Nothing was sent. Write the file anew, whole, then run again.", e);
        }

        return rows.Rejects;
    }

    private static RecordBatch Carry(IReadOnlyList<Reject> rejects, RecordBatch batch)
    {
        foreach (var reject in rejects)
        {
            batch.AddReject(reject);
        }

        return batch;
    }

    private static string Expression(Column column) => column.Role switch
    {
        ColumnRole.RecordKey => $"'local:' || {StoreFields.Key}",
        ColumnRole.SideKey => StoreFields.Key,
        ColumnRole.Link => StoreFields.ContactId,
        ColumnRole.Stamp or ColumnRole.Cursor => StoreFields.Modified,
        _ => DuckSql.Identifier(column.Name),
    };

    private static IRecordReader Reader(FileStoreOptions options) => options.Kind == FileKind.Csv ? CsvFileReader.Open(options.Path) : ParquetFileReader.Open(options.Path);

    private static FileColumns Columns(IRecordReader reader, FileStoreOptions options) => FileColumns.Resolve(
        reader.Header, options.Map, [.. options.Fields.Select(f => f.Name)], column => (reader as ParquetFileReader)?.Unfit(column), options.Path);
}
