using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing.Rules;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Sandbox.Store;

/// <summary>
/// All records of the org in memory, behind one durable log. Writes take <see cref="Gate"/> and go through a
/// <see cref="Transaction"/>; they are acknowledged only after <see cref="Transaction.CommitAsync"/>'s task has ended.
/// </summary>
internal sealed class OrgStore : IAsyncDisposable
{
    // Some milliseconds, for which other writers wait.
    private const int RecordsAtATime = 1024;

    private readonly RecordTable[] _tables;
    private readonly OrgLog _log;
    private readonly MatchIndex[] _matchIndexes;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _filling;

    private OrgStore(OrgSchema schema, Catalog catalog, RecordTable[] tables, Dictionary<string, byte[]> jobs, OrgLog log)
    {
        Schema = schema;
        Catalog = catalog;
        _tables = tables;
        SavedJobs = jobs;
        _log = log;
        _matchIndexes = [.. schema.Duplicates.Matching.Select(rule => new MatchIndex(this, rule))];
        foreach (var rules in schema.Duplicates.Matching.GroupBy(r => r.Type))
        {
            Table(rules.Key).Derived = [.. rules.Select(MatchIndexOf)];
        }
        _filling = Task.Run(FillMatchIndexesAsync);
    }

    public OrgSchema Schema { get; }

    public Catalog Catalog { get; }

    /// <summary>Held by whoever writes; readers of records need it only for the indexes.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The jobs found in the log at start, as JSON by id.</summary>
    public Dictionary<string, byte[]> SavedJobs { get; }

    public RecordTable Table(ObjectType type) => _tables[type.Number];

    /// <summary>The records a matching rule may find, by its keys.</summary>
    public MatchIndex MatchIndexOf(MatchingRule rule) => _matchIndexes[rule.Number];

    public static async Task<OrgStore> OpenAsync(string folder, OrgSchema schema, int? seed)
    {
        Directory.CreateDirectory(folder);
        var catalog = Catalog.Open(folder, schema, seed);
        var tables = new RecordTable[catalog.Objects.Count];
        foreach (var type in schema.Objects)
        {
            tables[type.Number] = new RecordTable(type);
        }
        var path = Path.Combine(folder, "org.log");
        var file = OpenLog(path);
        var replay = new LogReplay(tables);
        var length = LogFile.Replay(file, replay.Count, replay.Apply);
        await Task.WhenAll(schema.Objects.Select(type => tables[type.Number].IndexAllAsync()));
        if (Compaction.Worthwhile(length, replay.LiveBytes))
        {
            file.Dispose();
            length = Compaction.Rewrite(path, tables, replay.Jobs);
            file = OpenLog(path);
        }
        var store = new OrgStore(schema, catalog, tables, replay.Jobs, new OrgLog(file, length));
        foreach (var type in schema.Objects)
        {
            // Conditions that name what is not there are found now, not by the first write.
            _ = new ValidationCheck(store, type, now: 0);
        }
        return store;
    }

    /// <summary>
    /// Queues a frame; the caller holds <see cref="Gate"/> when the order against other frames matters. What the frame
    /// speaks of but does not hold is made durable by <paramref name="first"/>, called before the frame is written.
    /// </summary>
    public Task AppendAsync(ValueSlab frame, Action? first = null) => frame.Length == 0 ? Task.CompletedTask : _log.AppendAsync(frame.Slice(0, frame.Length), first);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _filling;
        _closing.Dispose();
        await _log.DisposeAsync();
    }

    /// <summary>Some records at a time, between other work.</summary>
    private async Task FillMatchIndexesAsync()
    {
        foreach (var index in _matchIndexes)
        {
            for (var more = true; more && !_closing.IsCancellationRequested; await Task.Yield())
            {
                lock (Gate)
                {
                    more = index.Fill(RecordsAtATime);
                }
            }
        }
    }

    private static SafeFileHandle OpenLog(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxSetupException($"{path} cannot be opened: {e.Message} Another sandbox may use this folder; stop it or choose another --data folder.", e);
        }
    }
}
