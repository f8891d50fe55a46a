using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>A DuckDB database, in a file or in memory, open until disposed.</summary>
/// <remarks>
/// <para>
/// The binding is bulk and columnar, like the engine: rows go in and come out in chunks of 2,048, as spans over DuckDB's own
/// memory. What things cost, roughly, on one core: a cell of text in or out is tens of nanoseconds and no managed allocation;
/// a statement is a tenth of a millisecond and more, so a million single-row inserts is a mistake and an appender is the answer;
/// a connection is tens of microseconds; opening a database is tens of milliseconds. Queries stream: a result holds one chunk,
/// not the rows.
/// </para>
/// <para>
/// A database may be used from many threads, a <see cref="DuckConnection"/> by one at a time. Connections see each other's
/// committed rows. Several processes may open one file only if all are <see cref="DuckDbOptions.ReadOnly"/>.
/// </para>
/// <para>The session's time zone is UTC, so that an instant cast to text is the same text on every machine.</para>
/// </remarks>
public sealed class DuckDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;
    private SpillFolder? _spill;

    private DuckDatabase(DatabaseHandle handle, SpillFolder? spill) => (_handle, _spill) = (handle, spill);

    /// <summary>The version of the native library, for instance <c>v1.5.5</c>.</summary>
    public static unsafe string LibraryVersion => NativeText.Read(Capi.LibraryVersion());

    /// <summary>Opens the file at <paramref name="path"/>, made if it is absent, or a new database in memory if it is null.</summary>
    /// <exception cref="DuckDbException">The file cannot be opened, is in use or is no database; or an option is not valid.</exception>
    /// <exception cref="IOException">The folder to spill to cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write to the folder to spill to.</exception>
    public static DuckDatabase Open(string? path = null, DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        var spill = options.TempDirectory is { } folder ? SpillFolder.In(folder) : null;
        DuckDatabase? database = null;
        try
        {
            database = new DuckDatabase(OpenHandle(path, options, spill?.Path), spill);
            spill = null;
            database.Confine(options);
            return database;
        }
        catch
        {
            database?.Dispose();
            spill?.Dispose();
            throw;
        }
    }

    /// <summary>A new connection, with temporary tables and a transaction of its own.</summary>
    public DuckConnection Connect()
    {
        if (Capi.Connect(_handle, out var connection) != 0)
        {
            throw new DuckDbException(DuckErrorKind.Connection, "DuckDB gave no connection.");
        }

        return new DuckConnection(connection, _spill?.Share());
    }

    /// <summary>Closes the database once its connections are closed as well.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        Interlocked.Exchange(ref _spill, null)?.Dispose();
    }

    private static unsafe DatabaseHandle OpenHandle(string? path, DuckDbOptions options, string? spillPath)
    {
        Capi.CreateConfig(out var config);
        using (config)
        {
            foreach (var (name, value) in AtOpen(path, options, spillPath))
            {
                if (Capi.SetConfig(config, name, value) != 0)
                {
                    throw new DuckDbException(DuckErrorKind.InvalidConfiguration, $"DuckDB does not take '{value}' for its option {name}.");
                }
            }

            if (Capi.Open(path ?? ":memory:", out var handle, config, out var error) != 0)
            {
                handle.Dispose();
                throw new DuckDbException(DuckErrorKind.IO, NativeText.Take(error));
            }

            return handle;
        }
    }

    private static IEnumerable<(string Name, string Value)> AtOpen(string? path, DuckDbOptions options, string? spillPath)
    {
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
        yield return ("preserve_insertion_order", options.PreserveInsertionOrder ? "true" : "false");
        if (options.ReadOnly)
        {
            yield return ("access_mode", "READ_ONLY");
        }

        if (options.MemoryLimit is { } memory)
        {
            yield return ("memory_limit", memory);
        }

        if (options.Threads is { } threads)
        {
            yield return ("threads", threads.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        // DuckDB's own default for a database in memory is ".tmp" in whatever folder the process stands.
        if (spillPath is not null || path is null)
        {
            yield return ("temp_directory", spillPath ?? "");
        }
    }

    /// <summary>The order matters: folders can be allowed only before access is closed, and nothing can be set after the lock.</summary>
    private void Confine(DuckDbOptions options)
    {
        using var connection = Connect();
        connection.Execute("set global TimeZone = 'UTC'");
        if (options.AllowedDirectories is { } directories)
        {
            var list = string.Join(", ", directories.Select(d => DuckSql.Literal(Path.GetFullPath(d))));
            connection.Execute($"set allowed_directories = [{list}]");
            connection.Execute("set enable_external_access = false");
        }

        if (options.LockConfiguration)
        {
            connection.Execute("set lock_configuration = true");
        }
    }
}
