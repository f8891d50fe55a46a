using ContactSync.Config;
using ContactSync.DuckDb;

namespace ContactSync.Runs;

/// <summary>
/// The database a run works in: in memory up to the budget, past that spilled to the folder for temporary files, and confined to the data folders. A file would be logged
/// and flushed at every step for nothing, since no step of it is ever recovered. What is to last leaves it as Parquet through <see cref="Export"/> and is then sealed.
/// </summary>
public sealed class Scratch : IDisposable
{
    /// <summary>Rows of a row group of a sealed table.</summary>
    public const int RowGroupRows = 122_880;

    // The lowest level writes in two thirds of the processor time and takes 5 % more space. Names and addresses soon have more values than a dictionary pays for; DuckDB goes on
    // hashing them up to a fifth of the row group unless told less (bench/results).
    private const string TableFormat = "format parquet, compression zstd, compression_level 1, dictionary_size_limit 8192";

    private readonly RunFolder _folder;
    private readonly DuckDatabase _database;

    private Scratch(RunFolder folder, DuckDatabase database, long memoryBytes)
    {
        (_folder, _database, MemoryBytes) = (folder, database, memoryBytes);
        Connection = database.Connect();
    }

    /// <summary>DuckDB's memory, in bytes.</summary>
    public long MemoryBytes { get; }

    /// <summary>The connection that leg after leg shares; a node that works beside another takes one of its own from <see cref="Connect"/>.</summary>
    public DuckConnection Connection { get; }

    /// <summary>Opens an empty scratch database for the run.</summary>
    public static Scratch Open(RunFolder folder, string runsRoot, string stateRoot, BudgetOptions budget)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(budget);
        Directory.CreateDirectory(budget.TempDirectory);
        var database = DuckDatabase.Open(null, new DuckDbOptions
        {
            MemoryLimit = budget.DuckDbMemory,
            Threads = budget.Threads,
            TempDirectory = budget.TempDirectory,
            AllowedDirectories = [runsRoot, stateRoot],

            // Every query whose order matters says so.
            PreserveInsertionOrder = false,

            // A pivot over values sets a transaction option of its own; files outside the two folders stay closed without the lock.
            LockConfiguration = false,
        });
        return new Scratch(folder, database, budget.Memory);
    }

    /// <summary>One more connection, which the caller disposes.</summary>
    public DuckConnection Connect() => _database.Connect();

    /// <summary>Writes the rows of a query as a table of the run into the stage; sealing is the caller's.</summary>
    public StagedTable Export(string table, string query, CancellationToken cancellationToken)
    {
        var rows = Connection.Execute(
            $"copy ({query}) to {DuckSql.Literal(_folder.StagedPath(table))} ({TableFormat}, row_group_size {RowGroupRows})", cancellationToken);
        return new StagedTable(table, rows);
    }

    /// <summary>
    /// As <see cref="Export"/>, but in the order of the query's rows, which is then that of its files or its sort: the same rows in the same order give the same bytes
    /// whatever the machine has and the configuration says.
    /// </summary>
    public StagedTable ExportInOrder(string table, string query, CancellationToken cancellationToken)
    {
        Connection.Execute("set preserve_insertion_order = true", cancellationToken);
        try
        {
            return Export(table, query, cancellationToken);
        }
        finally
        {
            Connection.Execute("set preserve_insertion_order = false", CancellationToken.None);
        }
    }

    /// <summary>Where a table goes that is too wide to be held and is of no use after the run: a file of the stage, which is swept with it.</summary>
    public string StagePath(string table) => _folder.StagedPath(table);

    /// <summary>Makes a sealed table readable under a name, after its content was checked.</summary>
    public async Task ViewAsync(string name, RunFolder run, string table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var path = await run.TableAsync(table, cancellationToken);
        Connection.Execute($"create or replace view {DuckSql.Identifier(name)} as select * from read_parquet({DuckSql.Literal(path)})", cancellationToken);
    }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }
}
