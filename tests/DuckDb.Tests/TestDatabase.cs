namespace ContactSync.DuckDb.Tests;

/// <summary>A database in memory with one connection and a folder that SQL may use; all gone with the test.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("duckdb-tests-");
    private readonly DuckDatabase _database;

    public TestDatabase(DuckDbOptions? options = null)
    {
        _database = DuckDatabase.Open(null, (options ?? new DuckDbOptions()) with { AllowedDirectories = [_folder.FullName], TempDirectory = Path("spill") });
        Connection = _database.Connect();
    }

    public DuckConnection Connection { get; }

    public DuckConnection Connect() => _database.Connect();

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public List<object?[]> Rows(string sql)
    {
        using var result = Connection.Query(sql);
        return [.. result.Rows()];
    }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }
}
