using System.Text.RegularExpressions;
using ContactSync.Cli;
using ContactSync.DuckDb;

namespace ContactSync.Stores;

/// <summary>
/// Opens the file of an embedded store, making it and its tables when it is missing or empty, and refuses one that another process holds,
/// that is no store, that is newer than this version or that belongs to a store of another name.
/// </summary>
internal static partial class StoreFile
{
    public static DuckDatabase Open(DuckStoreOptions options, StoreSql sql)
    {
        var database = OpenDatabase(options);
        try
        {
            using var connection = database.Connect();

            // A checkpoint rewrites every row group that was touched; at DuckDB's own 16 MB nearly every slice would wait for one.
            connection.Execute("SET checkpoint_threshold = '256MB'; SET lock_configuration = true");
            Prepare(connection, options, sql);
            return database;
        }
        catch (DuckDbException e)
        {
            database.Dispose();
            throw new StoreException($"The store's tables cannot be read or made: {e.Message}", options.Path, "Put the last good copy of the file in its place, or name another file.", e);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static DuckDatabase OpenDatabase(DuckStoreOptions options)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(options.Path)!);
            RequireWritable(options.Path);
            return DuckDatabase.Open(options.Path, new DuckDbOptions
            {
                MemoryLimit = options.MemoryLimit,
                Threads = options.Threads,
                TempDirectory = options.TempDirectory ?? options.Path + ".tmp",
                LockConfiguration = false,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store cannot be opened for writing: {e.Message}", options.Path, "Give this user write access to the file and its folder, or name another file.", e);
        }
        catch (DuckDbException e)
        {
            throw Explain(e, options.Path);
        }
    }

    /// <summary>A file that is there must open for writing; DuckDB would else report a read-only one as a lost lock. A new file needs a folder to be made in.</summary>
    private static void RequireWritable(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder, not a file.");
        }
        if (File.Exists(path))
        {
            using var open = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
    }

    private static StoreException Explain(DuckDbException e, string path)
    {
        bool Says(string part) => e.Message.Contains(part, StringComparison.OrdinalIgnoreCase);
        var holder = Holder().Match(e.Message) is { Success: true } named ? $" ({named.Value.ToLowerInvariant()})" : "";
        return Says("lock") ? new StoreException($"Another process{holder} has the store open", path, "Wait until it ends, or end it, then try again; nothing was changed.", e, ExitCode.Locked)
            : Says("not a valid DuckDB") ? new StoreException("The file is not a contact store: it is no DuckDB database.", path, "Name another file for the store; this one was left alone.", e)
            : Says("version") ? new StoreException($"The file was written by a newer DuckDB: {e.Message}", path, "Update this program, or name another file.", e)
            : new StoreException($"The store cannot be opened: {e.Message}", path, "Check the file, its folder and the free space, or name another file.", e);
    }

    // DuckDB names who holds its lock where the system tells it.
    [GeneratedRegex("PID [0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Holder();

    private static void Prepare(DuckConnection connection, DuckStoreOptions options, StoreSql sql)
    {
        connection.Execute("BEGIN");
        if (connection.Scalar<long>("SELECT count(*) FROM duckdb_tables() WHERE NOT internal") == 0)
        {
            connection.Execute(StoreSql.CreateTables);
            using var insert = connection.Prepare("INSERT INTO store_info VALUES ($1, $2, NULL, NULL, 0)");
            insert.Bind(1, (long)StoreSql.FormatVersion);
            insert.Bind(2, options.Name);
            insert.Execute();
        }
        else
        {
            RequireOurs(connection, options);
            if (Version(connection) < StoreSql.FormatVersion)
            {
                connection.Execute(StoreSql.Upgrade);
            }
        }
        connection.Execute(sql.AddFields);
        connection.Execute("COMMIT");
    }

    private static void RequireOurs(DuckConnection connection, DuckStoreOptions options)
    {
        if (connection.Scalar<long>("SELECT count(*) FROM duckdb_tables() WHERE table_name IN ('store_info', 'supporter', 'applied_slice')") != 3)
        {
            throw new StoreException("The file is a DuckDB database, but not a contact store.", options.Path, "Name another file for the store; this one was left alone.");
        }
        if (Version(connection) is var version && version > StoreSql.FormatVersion)
        {
            throw new StoreException($"The store has format {version}; this program knows formats up to {StoreSql.FormatVersion}.", options.Path, "Update this program.");
        }
        var name = connection.Text("SELECT name FROM store_info");
        if (name != options.Name)
        {
            throw new StoreException(
                $"The file is the store '{name}', but the configuration calls it '{options.Name}'; every sync key begins with that name.",
                options.Path,
                $"Set the store's name to '{name}', or name another file.");
        }
    }

    private static long Version(DuckConnection connection) => connection.Scalar<long>("SELECT CAST(format_version AS BIGINT) FROM store_info");
}
