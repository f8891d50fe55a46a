using ContactSync.DuckDb;
using ContactSync.Load;
using ContactSync.Runs;
using ContactSync.Salesforce;
using ContactSync.Stores;

namespace ContactSync.Sync.Tests.Load;

/// <summary>A run folder with a sealed plan, a real store and a scripted org; each <see cref="RunAsync"/> is one process.</summary>
internal sealed class LoadBench : IAsyncDisposable
{
    private static readonly RunId Id = RunId.Parse("20261122t013000z-3fa9");

    private readonly string _root = Directory.CreateTempSubdirectory("load-bench-").FullName;

    public ScriptedOrg Org { get; } = new();

    public IFiles Files { get; set; } = new DiskFiles();

    public string? ExternalIdField { get; init; } = "Sync_Key__c";

    public int RowsPerJob { get; init; } = 6;

    public int RowRetries { get; init; } = 4;

    public DateTimeOffset ExtractedUpTo { get; set; } = TimeProvider.System.GetUtcNow();

    public string Root => _root;

    public string Journal => Path.Combine(_root, "runs", $"run={Id}", "journal.log");

    public string Results => Path.Combine(_root, "state", "stage", Id.ToString(), "results.parquet");

    /// <summary>Another org than the scripted one.</summary>
    public Func<SalesforceClient>? Connect { get; init; }

    public LoadResumption? Resumption { get; private set; }

    public long RowsSentAgain { get; private set; }

    public async Task SealAsync(IEnumerable<PlanFile.Row> rows)
    {
        var folder = RunFolder.Create(new DiskFiles(), Path.Combine(_root, "runs"), Path.Combine(_root, "state"), Id);
        var count = PlanFile.Write(folder.StagedPath("plan"), rows);
        await folder.SealAsync([new StagedTable("plan", count)], Header(), CancellationToken.None);
    }

    public static Manifest Header() => new()
    {
        Run = Id.ToString(),
        Profile = "p",
        OrgId = "00D000000000001EAA",
        Store = "main",
        State = RunState.Planned,
        StartedAt = DateTimeOffset.UnixEpoch,
        ConfigSha256 = "c",
        Watermarks = new Watermarks(null, DateTimeOffset.UnixEpoch, null, DateTimeOffset.UnixEpoch),
    };

    /// <summary>Loads what is left and writes the results; throws what ended the process.</summary>
    public async Task<IReadOnlyDictionary<PlanSide, LoadTotals>> RunAsync()
    {
        await using var store = OpenStore();
        using var client = Connect?.Invoke() ?? Scripted();
        var us = Connect is null
            ? new OrgIdentity(SalesforceId.Parse("00D000000000001EAA"), SalesforceId.Parse(ScriptedOrg.Us), "us@example.org")
            : await client.GetIdentityAsync();
        using var leg = await LoadLeg.OpenAsync(
            new LoadSetup
            {
                Folder = RunFolder.Open(Files, Path.Combine(_root, "runs"), Path.Combine(_root, "state"), Id),
                Files = Files,
                Org = client,
                Identity = us,
                Objects = new Dictionary<string, ObjectDescription> { ["Contact"] = await client.DescribeAsync("Contact") },
                Store = store,
                Options = new LoadOptions
                {
                    RowsPerJob = RowsPerJob,
                    StoreRows = 5,
                    RowRetries = RowRetries,
                    ExternalIdField = ExternalIdField,
                    CallAttempts = 3,
                    RetryFirst = TimeSpan.FromMilliseconds(1),
                    RetryMax = TimeSpan.FromMilliseconds(2),
                    PollFirst = TimeSpan.FromMilliseconds(1),
                    PollMax = TimeSpan.FromMilliseconds(2),
                },
                ExtractedUpTo = ExtractedUpTo,
                Fence = () => { },
                Random = new Random(1),
            },
            CancellationToken.None);
        Resumption = leg.Resumption;
        await foreach (var slice in leg.RemainingAsync(CancellationToken.None))
        {
            if (slice.Side == PlanSide.Org)
            {
                await leg.LinkAsync(await leg.LoadOrgAsync(slice, CancellationToken.None), CancellationToken.None);
            }
            else
            {
                await leg.LoadLocalAsync(slice, CancellationToken.None);
            }
        }

        await leg.SweepAsync(CancellationToken.None);
        RowsSentAgain = leg.RowsSentAgain;
        return leg.AssembleResults(CancellationToken.None);
    }

    /// <summary>One line for each result: plan row, outcome, attempt, code.</summary>
    public IReadOnlyList<string> Outcomes() => Lines($"select plan_row || ' ' || outcome || ' ' || attempt || coalesce(' ' || code, '') from '{Results}' order by plan_row");

    public static IReadOnlyList<string> Lines(string sql)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = null });
        using var connection = database.Connect();
        using var result = connection.Query(sql);
        var lines = new List<string>();
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                lines.Add(result.Chunk.Text(0).AsString(row) ?? "-");
            }
        }

        return lines;
    }

    public DuckContactStore OpenStore() => DuckContactStore.Open(new DuckStoreOptions(Path.Combine(_root, "store.duckdb"), "main") { Threads = 1 }, TimeProvider.System);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        Org.Dispose();
        return ValueTask.CompletedTask;
    }

    private SalesforceClient Scripted() => new(
        Org,
        new SalesforceOptions
        {
            InstanceUrl = new Uri("http://127.0.0.1:9/"),
            Credentials = Credentials.ForToken("00Dtoken"),
            FirstRetryDelay = TimeSpan.FromMilliseconds(1),
            MaxRetryDelay = TimeSpan.FromMilliseconds(2),
        });
}
