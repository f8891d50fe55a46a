using ContactSync.DuckDb;
using ContactSync.Stores;
using ContactSync.Transforms.Model;

namespace ContactSync.Sync.Tests.Stores;

public sealed class StoreFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contact-store-");

    private DuckStoreOptions Options => new(Path.Combine(_folder.FullName, "contacts.duckdb"), "main");

    [Fact]
    public async Task A_missing_file_is_made_with_its_folders()
    {
        var options = Options with { Path = Path.Combine(_folder.FullName, "a", "b", "contacts.duckdb") };

        await using var store = DuckContactStore.Open(options, TimeProvider.System);

        Assert.True(File.Exists(options.Path));
        Assert.Equal(StoreFields.Default, store.Fields);
    }

    [Fact]
    public async Task A_store_keeps_its_name()
    {
        await DuckContactStore.Open(Options, TimeProvider.System).DisposeAsync();

        var e = Assert.Throws<StoreException>(() => DuckContactStore.Open(Options with { Name = "other" }, TimeProvider.System));

        Assert.Contains("'main'", e.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_format_is_refused()
    {
        await DuckContactStore.Open(Options, TimeProvider.System).DisposeAsync();
        Alter("UPDATE store_info SET format_version = 99");

        var e = Assert.Throws<StoreException>(() => DuckContactStore.Open(Options, TimeProvider.System));

        Assert.Contains("format 99", e.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_is_no_store_is_left_alone()
    {
        Alter("CREATE TABLE pets (name VARCHAR)");

        var e = Assert.Throws<StoreException>(() => DuckContactStore.Open(Options, TimeProvider.System));

        Assert.Contains("not a contact store", e.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        File.WriteAllText(Options.Path, string.Concat(Enumerable.Repeat("supporter_id,first_name\n", 400)));

        var e = Assert.Throws<StoreException>(() => DuckContactStore.Open(Options, TimeProvider.System));

        Assert.Contains("no DuckDB database", e.What, StringComparison.Ordinal);
        Assert.StartsWith("supporter_id", File.ReadAllText(Options.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(Options.Path);

        var e = Assert.Throws<StoreException>(() => DuckContactStore.Open(Options, TimeProvider.System));

        Assert.Contains("folder", e.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_may_not_be_written_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Directory.Exists("/proc/self"), "needs a folder that even the superuser cannot write");

        var e = Assert.Throws<StoreException>(() => DuckContactStore.Open(Options with { Path = "/proc/self/contacts.duckdb" }, TimeProvider.System));

        Assert.Contains("cannot be opened", e.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_field_is_added_to_a_store_that_has_supporters_and_its_values_are_blank()
    {
        await DuckContactStore.Open(Options, TimeProvider.System).DisposeAsync();
        Alter("INSERT INTO supporter (supporter_id, created_at, modified_at, changed_at) VALUES ('1', now(), now(), now())");

        await using var store = DuckContactStore.Open(Options with { Fields = [.. StoreFields.Default, new("title", ColumnType.Text)] }, TimeProvider.System);
        var supporter = await new ContactStoreEditor(store).FindAsync("1", CancellationToken.None);

        Assert.Equal(new StoreChange("title", null), supporter!.Values[^1]);
    }

    [Fact]
    public async Task A_store_of_the_first_format_is_brought_to_this_one_with_its_stamps()
    {
        await using (var first = DuckContactStore.Open(Options, TimeProvider.System))
        {
            var file = Path.Combine(_folder.FullName, "people.csv");
            await File.WriteAllTextAsync(file, "supporter_id,last_name\n1,Lee\n");
            await new ContactStoreEditor(first).ImportAsync(file, null, CancellationToken.None);
        }

        Alter("ALTER TABLE supporter DROP COLUMN changed_at; UPDATE store_info SET format_version = 1");

        for (var opened = 0; opened < 2; opened++)
        {
            await using var store = DuckContactStore.Open(Options, TimeProvider.System);
            var editor = new ContactStoreEditor(store);
            var (supporter, changed) = await editor.SetAsync("1", [new("city", $"Bath {opened}")], CancellationToken.None);
            Assert.True(changed);
            Assert.Equal(supporter.ModifiedAt, supporter.ChangedAt);
        }
    }

    [Theory]
    [InlineData("First")]
    [InlineData("a b")]
    [InlineData("synced_at")]
    [InlineData("set_city")]
    [InlineData("email")]
    [InlineData("x\"; DROP TABLE supporter; --")]
    public void A_field_name_that_cannot_be_is_refused_before_any_file_is_made(string name)
    {
        Assert.Throws<StoreException>(() => DuckContactStore.Open(Options with { Fields = [.. StoreFields.Default, new(name, ColumnType.Text)] }, TimeProvider.System));

        Assert.False(File.Exists(Options.Path));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Alter(string sql)
    {
        using var database = DuckDatabase.Open(Options.Path);
        using var connection = database.Connect();
        connection.Execute(sql);
    }
}
