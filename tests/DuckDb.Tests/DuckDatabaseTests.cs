namespace ContactSync.DuckDb.Tests;

public sealed class DuckDatabaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("duckdb-tests-");

    [Fact]
    public void The_library_says_which_version_it_is() => Assert.StartsWith("v1.", DuckDatabase.LibraryVersion, StringComparison.Ordinal);

    [Theory]
    [InlineData("select * from read_text('/etc/passwd')")]
    [InlineData("select * from read_csv('FOLDER/../../etc/passwd')")]
    [InlineData("select * from read_text('FOLDER/../outside.txt')")]
    [InlineData("copy (select 1) to 'FOLDER/../outside.parquet'")]
    [InlineData("copy (select 1) to 'FOLDER-sibling/outside.parquet'")]
    [InlineData("attach '/tmp/outside.duckdb'")]
    [InlineData("install httpfs")]
    [InlineData("load httpfs")]
    [InlineData("select * from read_csv('https://127.0.0.1:9/x.csv')")]
    [InlineData("set enable_external_access = true")]
    [InlineData("set lock_configuration = false")]
    [InlineData("set allowed_directories = ['/']")]
    [InlineData("set memory_limit = '100GB'")]
    public void What_lies_outside_is_refused(string sql)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [_folder.FullName] });
        using var connection = database.Connect();

        var error = Assert.Throws<DuckDbException>(() => connection.Execute(sql.Replace("FOLDER", _folder.FullName, StringComparison.Ordinal)));

        Assert.True(
            error.Kind is DuckErrorKind.Permission or DuckErrorKind.InvalidInput or DuckErrorKind.MissingExtension,
            $"{error.Kind}: {error.Message}");
        Assert.Equal(1, connection.Scalar<int>("select 1"));
    }

    [Fact]
    public void A_symbolic_link_does_not_lead_out_of_an_allowed_folder()
    {
        var outside = Directory.CreateTempSubdirectory("duckdb-outside-");
        File.WriteAllText(Path.Combine(outside.FullName, "secret.txt"), "secret");
        Directory.CreateSymbolicLink(In("link"), outside.FullName);
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [_folder.FullName] });
        using var connection = database.Connect();

        var error = Assert.Throws<DuckDbException>(() => connection.Execute($"select * from read_text({DuckSql.Literal(In("link/secret.txt"))})"));

        Assert.Equal(DuckErrorKind.Permission, error.Kind);
        Directory.Delete(In("link"));
        outside.Delete(recursive: true);
    }

    [Fact]
    public void Without_a_folder_no_file_is_open_to_sql()
    {
        using var database = DuckDatabase.Open();
        using var connection = database.Connect();

        var error = Assert.Throws<DuckDbException>(() => connection.Execute($"copy (select 1) to {DuckSql.Literal(In("x.parquet"))}"));

        Assert.Equal(DuckErrorKind.Permission, error.Kind);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void A_file_keeps_its_rows_and_read_only_refuses_new_ones()
    {
        using (var database = DuckDatabase.Open(In("kept.duckdb")))
        using (var connection = database.Connect())
        {
            connection.Execute("create table t as select 7 as a");
        }

        using var again = DuckDatabase.Open(In("kept.duckdb"), new DuckDbOptions { ReadOnly = true });
        using var reader = again.Connect();
        Assert.Equal(7, reader.Scalar<int>("select a from t"));
        var error = Assert.Throws<DuckDbException>(() => reader.Execute("insert into t values (8)"));
        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_DuckDBs_words()
    {
        File.WriteAllText(In("text.duckdb"), new string('x', 10_000));

        var error = Assert.Throws<DuckDbException>(() => DuckDatabase.Open(In("text.duckdb")));

        Assert.Contains("not a valid DuckDB database file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_that_DuckDB_does_not_take_is_named()
    {
        var error = Assert.Throws<DuckDbException>(() => DuckDatabase.Open(null, new DuckDbOptions { MemoryLimit = "a lot" }));

        Assert.Contains("memory_limit", error.Message, StringComparison.Ordinal);
        Assert.Contains("a lot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_arrive()
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions
        {
            MemoryLimit = "300MB",
            Threads = 1,
            TempDirectory = In("spill"),
            PreserveInsertionOrder = false,
        });
        using var connection = database.Connect();

        Assert.Equal("286.1 MiB", connection.Text("select current_setting('memory_limit')"));
        Assert.Equal(1, connection.Scalar<long>("select current_setting('threads')"));
        Assert.Equal(In("spill"), Path.GetDirectoryName(connection.Text("select current_setting('temp_directory')")));
        Assert.False(connection.Scalar<bool>("select current_setting('preserve_insertion_order')"));
        Assert.False(connection.Scalar<bool>("select current_setting('autoload_known_extensions')"));
        Assert.False(connection.Scalar<bool>("select current_setting('autoinstall_known_extensions')"));
        Assert.Equal("UTC", connection.Text("select current_setting('TimeZone')"));
    }

    [Fact]
    public void A_sort_larger_than_the_memory_spills_into_the_temporary_folder()
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { MemoryLimit = "40MB", Threads = 1, TempDirectory = In("spill") });
        using var connection = database.Connect();

        connection.Execute("create table sorted as select i, md5(i::varchar) as m from range(600000) t(i) order by m");

        Assert.Equal(600_000, connection.Scalar<long>("select count(*) from sorted"));
    }

    [Fact]
    public void Databases_that_spill_to_one_folder_keep_their_rows_apart()
    {
        DuckDatabase[] databases = [.. Enumerable.Range(0, 2).Select(_ => DuckDatabase.Open(null, new DuckDbOptions { MemoryLimit = "40MB", Threads = 1, TempDirectory = In("spill") }))];
        DuckConnection[] connections = [.. databases.Select(d => d.Connect())];

        foreach (var (connection, i) in connections.Select((c, i) => (c, i)))
        {
            connection.Execute($"create table kept as select i, repeat('{i}', 200) || i as text from range(400000) t(i)");
        }

        foreach (var (connection, i) in connections.Select((c, i) => (c, i)))
        {
            Assert.Equal(400_000, connection.Scalar<long>($"select count(*) from kept where text = repeat('{i}', 200) || i"));
            connection.Dispose();
        }

        Assert.All(databases, d => d.Dispose());
        Assert.Empty(Directory.GetFileSystemEntries(In("spill")));
    }

    [Fact]
    public void A_connection_that_outlives_its_database_keeps_the_folder_to_itself()
    {
        var first = DuckDatabase.Open(null, new DuckDbOptions { TempDirectory = In("spill") });
        using var outliving = first.Connect();
        first.Dispose();
        first.Dispose();

        using var second = DuckDatabase.Open(null, new DuckDbOptions { TempDirectory = In("spill") });
        using var other = second.Connect();

        Assert.NotEqual(FolderOf(outliving), FolderOf(other));

        static string? FolderOf(DuckConnection connection) => connection.Text("select current_setting('temp_directory')");
    }

    [Fact]
    public void The_folder_to_spill_to_may_go_before_the_database()
    {
        var database = DuckDatabase.Open(null, new DuckDbOptions { TempDirectory = In("stage/spill") });
        Directory.Delete(In("stage"), recursive: true);

        database.Dispose();

        Assert.False(Directory.Exists(In("stage")));
    }

    [Fact]
    public void What_a_killed_process_spilled_is_removed_and_what_a_living_one_spilled_is_not()
    {
        using var living = DuckDatabase.Open(null, new DuckDbOptions { TempDirectory = In("spill") });
        var lives = Assert.Single(Directory.GetFiles(In("spill")));
        File.WriteAllText(In("spill/spill-killed.lock"), "");
        Directory.CreateDirectory(In("spill/spill-killed"));
        File.WriteAllText(In("spill/spill-killed/duckdb_temp_storage_S32K-0.tmp"), "blocks");

        using var next = DuckDatabase.Open(null, new DuckDbOptions { TempDirectory = In("spill") });

        Assert.False(Directory.Exists(In("spill/spill-killed")));
        Assert.True(File.Exists(lives));
        Assert.Equal(2, Directory.GetFileSystemEntries(In("spill")).Length);
    }

    [Fact]
    public void Out_of_memory_is_an_error_and_the_connection_lives()
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { MemoryLimit = "30MB", Threads = 1 });
        using var connection = database.Connect();

        var error = Assert.Throws<DuckDbException>(() => connection.Execute("create table big as select md5(i::varchar) as m from range(3000000) t(i)"));

        Assert.Equal(DuckErrorKind.OutOfMemory, error.Kind);
        Assert.Equal(2, connection.Scalar<int>("select 2"));
    }

    [Fact]
    public void A_disposed_database_gives_no_connection()
    {
        var database = DuckDatabase.Open();
        database.Dispose();

        Assert.Throws<ObjectDisposedException>(database.Connect);
    }

    [Fact]
    public void A_connection_outlives_the_database_object()
    {
        var database = DuckDatabase.Open();
        using var connection = database.Connect();
        database.Dispose();

        Assert.Equal(3, connection.Scalar<int>("select 3"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
