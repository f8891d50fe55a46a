using System.Collections.Immutable;
using System.Text;
using ContactSync.Stores;
using ContactSync.Stores.Import;
using ContactSync.Transforms.Model;

namespace ContactSync.Sync.Tests.Stores;

/// <summary>A real store in a folder of its own, under a clock that moves only when told.</summary>
internal sealed class StoreWorkbench : IAsyncDisposable
{
    public static readonly RecordSchema Schema = new(
        "extract_local",
        [
            new("record_key", ColumnType.Text, ColumnRole.RecordKey),
            new("local_key", ColumnType.Text, ColumnRole.SideKey),
            new("org_id", ColumnType.Text, ColumnRole.Link),
            new("modified_at", ColumnType.Timestamp, ColumnRole.Stamp),
            new("first_name", ColumnType.Text, ColumnRole.FirstName),
            new("last_name", ColumnType.Text, ColumnRole.LastName),
            new("email", ColumnType.Email, ColumnRole.Email),
        ]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contact-store-");

    public StoreWorkbench() => Store = DuckContactStore.Open(Options, Clock);

    public ManualClock Clock { get; } = new();

    public string Folder => _folder.FullName;

    public DuckStoreOptions Options => new(Path.Combine(Folder, "contacts.duckdb"), "main") { Threads = 2 };

    public DuckContactStore Store { get; private set; }

    public ContactStoreEditor Editor => new(Store);

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = DuckContactStore.Open(Options, Clock);
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Imports lines under the header <c>supporter_id,first_name,last_name,email</c>.</summary>
    public Task<ImportReport> ImportAsync(params string[] lines) =>
        Editor.ImportAsync(Write("import.csv", "supporter_id,first_name,last_name,email\n" + string.Join('\n', lines) + "\n"), null, CancellationToken.None);

    public async Task<Supporter> GetAsync(string key) =>
        await Editor.FindAsync(key, CancellationToken.None) ?? throw new InvalidOperationException($"no supporter {key}");

    public async Task<IReadOnlyList<StoreOutcome>> ApplyAsync(params StoreWrite[] writes) =>
        await Store.ApplyAsync(new StoreSlice("run-1", ++_slice, Clock.GetUtcNow(), writes), CancellationToken.None);

    /// <summary>The extract as text: one line a record, the fields of <see cref="Schema"/> without the stamp.</summary>
    public async Task<ImmutableArray<string>> ExtractAsync(DateTimeOffset? after, DateTimeOffset upTo, IReadOnlyCollection<string>? alsoKeys = null, int batchRows = 100)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        long sequence = 0;
        await foreach (var batch in Store.ExtractAsync(new StoreWindow(after, upTo, alsoKeys ?? []), Schema, batchRows, CancellationToken.None))
        {
            Assert.Equal(sequence++, batch.Sequence);
            Assert.InRange(batch.RowCount, 1, batchRows);
            for (var row = 0; row < batch.RowCount; row++)
            {
                var at = row;
                lines.Add(string.Join('|', new[] { 0, 1, 2, 4, 5, 6 }.Select(c => batch.Text(c).IsNull(at) ? "-" : Encoding.UTF8.GetString(batch.Text(c)[at]))));
            }
            batch.Release();
        }
        return lines.ToImmutable();
    }

    public static StoreWrite Create(long row, string? contactId, params StoreChange[] changes) => new(row, StoreAction.Create, null, contactId, null, changes, "synced");

    public static StoreWrite Update(long row, string key, DateTimeOffset? expected, params StoreChange[] changes) =>
        new(row, StoreAction.Update, key, null, expected, changes, "synced");

    public static StoreWrite Link(long row, string key, string contactId) => new(row, StoreAction.Link, key, contactId, null, [], "linked");

    public static StoreChange Email(string? address) => new("email", address);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private int _slice;
}

/// <summary>Stands still at a whole second until it is moved, in either direction.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 22, 1, 30, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
