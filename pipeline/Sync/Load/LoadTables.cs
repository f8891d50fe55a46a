using System.Globalization;
using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Load;

/// <summary>
/// The load's view of the run: the sealed plan, the part files of results in the stage, and a scratch database that reads only these two
/// folders and is rebuilt by every process. Each slice uses a connection of its own.
/// </summary>
internal sealed class LoadTables : IDisposable
{
    private readonly DuckDatabase _database;
    private readonly IFiles _files;
    private readonly string _stage;
    private readonly string _plan;

    private LoadTables(DuckDatabase database, IFiles files, string stage, string plan)
    {
        _database = database;
        _files = files;
        _stage = stage;
        _plan = plan;
    }

    /// <summary>Opens the scratch database over a run's plan, whose seal is checked first.</summary>
    public static async Task<LoadTables> OpenAsync(RunFolder folder, IFiles files, string? memoryLimit, CancellationToken cancellationToken)
    {
        var plan = await folder.TableAsync("plan", cancellationToken);
        var database = DuckDatabase.Open(null, new DuckDbOptions
        {
            MemoryLimit = memoryLimit,

            // Of each statement: slices are worked on side by side, and what one thread streams comes in the order of the file.
            Threads = 1,
            TempDirectory = Path.Combine(folder.StagePath, "spill"),
            AllowedDirectories = [folder.Path, folder.StagePath],
        });
        using var connection = database.Connect();
        connection.Execute("create table moved (plan_row bigint)", cancellationToken);
        return new LoadTables(database, files, folder.StagePath, plan);
    }

    public DuckConnection Connect() => _database.Connect();

    /// <summary>The whole plan, as something to select from.</summary>
    public string Plan => $"read_parquet({DuckSql.Literal(_plan)})";

    /// <summary>Reads part files that were journalled, in any number.</summary>
    public string Parts(IEnumerable<string> parts) =>
        $"read_parquet([{string.Join(", ", parts.Select(part => DuckSql.Literal(PathOf(part))))}])";

    /// <summary>Where a part file lies.</summary>
    public string PathOf(string part) => Path.Combine(_stage, part);

    /// <summary>
    /// The plan rows an attempt sends: the slice's, without those that moved; from the second attempt on those the one before left over. They come in the order
    /// of the file, which is that of the plan: sorting whole rows would take as much memory as they do.
    /// </summary>
    public string RowsOf(Slice slice, string? before) => string.Create(CultureInfo.InvariantCulture, $"""
        (select * from {Plan}
         where plan_row between {slice.FirstRow} and {slice.LastRow} and wave = {slice.Wave} and side = {Word(slice.Side)}
           and object = {DuckSql.Literal(slice.Object)} and action = {Word(slice.Action)}
           and {(before is null ? "plan_row not in (select plan_row from moved)" : $"plan_row in (select plan_row from {Parts([before])} where outcome = 'retry')")})
        """);

    /// <summary>Leaves the rows of these parts out of every slice from now on.</summary>
    public void LeaveOut(IEnumerable<MovedFound> moved)
    {
        using var connection = Connect();
        foreach (var part in moved)
        {
            connection.Execute($"insert into moved select plan_row from {Parts([part.Part])}");
        }
    }

    /// <summary>The part file of an attempt.</summary>
    public static string PartOf(Slice slice, int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"results-{slice.Number:D6}-{attempt:D2}.parquet");

    /// <summary>Writes a query's rows to a part file and makes it durable; returns its SHA-256.</summary>
    public async Task<string> WritePartAsync(DuckConnection connection, string part, string select, CancellationToken cancellationToken)
    {
        var path = PathOf(part);
        connection.Execute($"copy ({select}) to {DuckSql.Literal(path)} (format parquet, compression zstd)", cancellationToken);
        _files.Flush(path);
        _files.FlushFolder(_stage);
        CrashPoint.Hit("load.part");
        return (await _files.HashAsync(path, cancellationToken)).Sha256;
    }

    /// <summary>Refuses a part file that is not as it was journalled.</summary>
    public async Task CheckPartAsync(string part, string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(part);
        if (!_files.FileExists(path))
        {
            throw new DamagedFileException(path, "the journal lists these results and they are missing", LostPart);
        }

        if ((await _files.HashAsync(path, cancellationToken)).Sha256 != sha256)
        {
            throw new DamagedFileException(path, "these results are not as they were journalled", LostPart);
        }
    }

    public static string Word<T>(T word)
        where T : struct, Enum => DuckSql.Literal(word.ToString().ToLowerInvariant());

    public void Dispose() => _database.Dispose();

    private const string LostPart = "Nothing was sent. Put the file back from a copy; the rows it names were written to the org and must not be sent again blindly";
}
