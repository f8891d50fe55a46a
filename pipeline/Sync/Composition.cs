using ContactSync.Config;
using ContactSync.Orgs;
using ContactSync.Runs;
using ContactSync.Stores;
using ContactSync.Stores.Files;

namespace ContactSync;

/// <summary>
/// The parts a run is made of, opened from a configuration: the store first, since it is refused fastest, then the org. The seams of the tests are
/// its clock, its random numbers and its files.
/// </summary>
public sealed class Composition : IAsyncDisposable
{
    private Composition(SyncConfig config, IFiles files, TimeProvider clock, Random random, IContactStore store, OrgConnection org) =>
        (Config, Files, Clock, Random, Store, Org) = (config, files, clock, random, store, org);

    public SyncConfig Config { get; }

    public IFiles Files { get; }

    public TimeProvider Clock { get; }

    public Random Random { get; }

    public IContactStore Store { get; }

    public OrgConnection Org { get; }

    /// <summary>What the run's state belongs to.</summary>
    public RunBinding Binding => new(Config.Profile.Name, Org.Identity.OrgId.ToString(), Store.Name);

    public string RunsRoot => Config.Pipeline.Runs.Path;

    public string StateRoot => Config.Pipeline.State.Path;

    /// <summary>Opens store and org; both are filled from their sample files when they are new.</summary>
    public static async Task<Composition> OpenAsync(SyncConfig config, TimeProvider clock, Random random, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        var store = OpenContacts(config, clock);
        try
        {
            if (store is DuckContactStore own)
            {
                await SeedAsync(own, config.Pipeline.Store.Seed, cancellationToken);
            }

            return new Composition(config, new DiskFiles(), clock, random, store, await OrgConnection.OpenAsync(config, clock, random, cancellationToken));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the store alone, of whatever kind, to read it.</summary>
    public static IContactStore OpenContacts(SyncConfig config, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Pipeline.Store.IsReadOnly ? OpenFile(config, clock) : OpenStore(config.Pipeline, clock);
    }

    /// <summary>Opens the store alone, for the verbs that edit it.</summary>
    public static DuckContactStore OpenStore(PipelineOptions pipeline, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        if (pipeline.Store.IsReadOnly)
        {
            throw new StoreException("The store is a file that is only read.", pipeline.Store.Path, "Edit the file where it comes from; the verbs of store are for a store of the kind duckdb.");
        }

        return DuckContactStore.Open(
            new DuckStoreOptions(pipeline.Store.Path, pipeline.Store.Name) { MemoryLimit = pipeline.Budget.DuckDbMemory, Threads = pipeline.Budget.Threads }, clock);
    }

    private static FileContactStore OpenFile(SyncConfig config, TimeProvider clock)
    {
        var store = config.Pipeline.Store;
        return FileContactStore.Open(
            new FileStoreOptions(
                store.Kind == StoreKind.Csv ? FileKind.Csv : FileKind.Parquet, store.Path, store.Name, [.. store.Map.Select(m => (m.Field, m.Column))],
                [.. config.Profile.Map.Select(m => new StoreField(m.Field, m.Type))], config.Pipeline.Budget.DuckDbMemory, config.Pipeline.Budget.TempDirectory),
            clock);
    }

    /// <summary>Fills a store that was only made so far: nothing was imported into it, edited or extracted from it.</summary>
    private static async Task SeedAsync(DuckContactStore store, string? seed, CancellationToken cancellationToken)
    {
        var editor = new ContactStoreEditor(store);
        if (seed is not null && await editor.IsUntouchedAsync(cancellationToken))
        {
            await editor.ImportAsync(seed, null, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Org.DisposeAsync();
        await Store.DisposeAsync();
    }
}
