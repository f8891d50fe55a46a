using ContactSync.Dataflow;

namespace ContactSync.Config;

/// <summary>Every key of pipeline.json: the one home of defaults and ranges.</summary>
internal static class PipelineSchema
{
    private const string Cores = "auto";

    private static readonly NodeOptions Usual = new();
    private static readonly DurationRule UpToAWeek = new(TimeSpan.Zero, TimeSpan.FromDays(7), "0s to 7d");

    /// <summary>The keys of the pipeline itself.</summary>
    public static ConfigSchema Own { get; } = new([.. Rim(), .. Work(), .. Bounds(), .. Guards()]);

    /// <summary>What the file may hold: these, and the profile's under <c>override</c>.</summary>
    public static ConfigSchema Schema { get; } = new([.. Own.Keys, .. ProfileSchema.Overrides]);

    private static ConfigKey[] Rim() =>
    [
        new("profile", new FormRule("a profile's name, or a path that ends in .json", Forms.Profile()), null, "The profile file: data/profiles/<name>.json, or a path.") { Required = true },
        new("org.kind", new ChoiceRule("sandbox", "salesforce"), "sandbox", "The org: the sandbox inside the process, or a real one at org.instanceUrl."),
        new("org.instanceUrl", new UrlRule(), null, "The org's own address (My Domain). http only to this machine."),
        new("org.apiVersion", new FormRule("a version such as \"66.0\"", Forms.Version()), "66.0", "The REST API version."),
        new("org.auth.flow", new ChoiceRule("clientCredentials", "jwt", "token"), "clientCredentials", "How to log in. token takes one made elsewhere and cannot renew it."),
        new("org.auth.clientId", new TextRule(), null, "The connected app's consumer key. For clientCredentials and jwt."),
        new("org.auth.clientSecret", new SecretRule(), null, "The connected app's secret. For clientCredentials."),
        new("org.auth.username", new TextRule(), null, "The integration user. For jwt."),
        new("org.auth.privateKey", new SecretRule(), null, "The PEM private key. For jwt."),
        new("org.auth.token", new SecretRule(), null, "An access token. For token."),
        new("org.sandbox.data", new PathRule(), "data/sandbox", "The folder the sandbox keeps its records in."),
        new("org.sandbox.schema", new PathRule(), "data/sandbox-schema.json", "The sandbox's custom fields and workflows."),
        new("org.sandbox.contacts", new PathRule(), null, "A CSV of Contacts with API names as its header; the sandbox is filled with it when it is made."),
        new("store.kind", new ChoiceRule("duckdb", "csv", "parquet"), "duckdb", "The local store: a DuckDB file, or a file of supporters that is read whole by every run and never written."),
        new("store.path", new PathRule(), "data/local/contacts.duckdb", "The file."),
        new("store.map[].field", new FormRule("supporter_id, contact_id, modified_at, or a local field", Forms.LocalField()), null, "Of a csv or parquet file: a field whose column has another name.") { Required = true },
        new("store.map[].column", new NameRule(), null, "The column's name, as the file spells it; empty for a field that the file does not have, blank then in every record.") { Required = true },
        new("store.name", new FormRule("lower case letters, digits, - and _, 1 to 32", Forms.StoreName()), "local", "The first part of every sync key. Never change it once a run has loaded."),
        new("store.seed", new PathRule(), null, "A CSV of supporters; the store is filled with it when it is made."),
        new("runs.path", new PathRule(), "data/runs", "The folder of run folders. A public interface: docs/query.md."),
        new("state.path", new PathRule(), "data/state", "State, journals, locks and staging. On the same file system as runs.path."),
    ];

    private static IEnumerable<ConfigKey> Work() =>
    [
        new("extract.lag", UpToAWeek, "5m", "How far behind the org's present a window ends. Longer waits for slow commits, shorter is fresher.") { Unless = ("org.kind", "sandbox", "0s") },
        new("extract.overlap", UpToAWeek, "1h", "How much of the last window is read again. Longer finds later commits, shorter reads less.") { Unless = ("org.kind", "sandbox", "0s") },
        new("extract.pageRows", new WholeRule(1_000, 1_000_000), "50000", "Rows of one page of a Bulk query. More means fewer calls, fewer means less to read again after a cut."),
        Capacity("extract", "Batches made ahead of normalise, per side."),
        BatchRows("extract", "Rows of a batch. More means less overhead, fewer means less memory and smoother flow."),
        Parallelism("normalise", Cores, "Batches normalised at the same time. More uses more cores."),
        Capacity("normalise", "Batches held, waiting or in work. More evens out bursts for memory."),
        Capacity("snapshot", "Batches held before the Parquet writers, which work one at a time."),
        Parallelism("candidates", Cores, "Batches probed for candidates at the same time."),
        Capacity("candidates", "Batches held, waiting or in work."),
        BatchRows("candidates", "Rows, or pairs, of a batch."),
        Parallelism("score", Cores, "Batches of pairs scored at the same time. More uses more cores."),
        Capacity("score", "Batches of pairs held, waiting or in work."),
        Capacity("load", "Slices held before the loaders, and those of the org before the store takes their links; load.jobsInFlight says how many are in work."),
    ];

    private static ConfigKey[] Bounds() =>
    [
        new("load.jobsInFlight", new WholeRule(1, SyncGraph.MostJobs), "2", "Bulk jobs in the org at the same time. More is faster, fewer meets fewer locks and leaves the org to others."),
        new("load.rowsPerJob", new WholeRule(10_000, 1_000_000, Multiple: 10_000), "100000", "Most rows of a job. More means fewer jobs, fewer means less to send again after a crash."),
        new("load.bytesPerJob", new SizeRule(100_000, 100_000_000, "100KB to 100MB"), "100MB", "Most bytes of a job's CSV."),
        new("load.keyMode", new ChoiceRule("auto", "externalId", "insert"), "auto", "How new Contacts are keyed. auto upserts by load.externalIdField where the org has it as a unique external id, else inserts."),
        new("load.externalIdField", new FormRule("an API name", Forms.ApiName()), "Sync_Key__c", "The unique external id that carries our key."),
        new("load.pollFirst", new DurationRule(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), "10ms to 5m"), "500ms", "The wait after a job's first poll, which comes at once; each next is half as long again.")
            { Unless = ("org.kind", "sandbox", "20ms") },
        new("load.pollMax", new DurationRule(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(30), "10ms to 30m"), "30s", "The longest wait between polls. Longer costs fewer API calls, shorter ends sooner.")
            { Unless = ("org.kind", "sandbox", "500ms") },
        new("load.rowRetries", new WholeRule(0, 20), "5", "Times a row is sent again in the same run after a failure that may pass, such as a lock. 0 leaves it to the next run."),
        new("budget.apiCallsPercent", new WholeRule(1, 100), "90", "No new job is made once everyone together has used this much of the org's daily API calls, in percent; the run stops, resumable (exit 3)."),
        new("budget.memory", new SizeRule(128_000_000, 1_000_000_000_000, "128MB to 1000GB"), "2GB", "DuckDB's memory; a run's tables and the store may each take as much. Less spills to budget.tempDirectory and takes longer."),
        new("budget.threads", new WholeRule(1, 1024, Auto: true), Cores, "DuckDB's threads."),
        new("budget.tempDirectory", new PathRule(), "data/state/tmp", "Where DuckDB spills to. Needs as much room as the extracts take."),
    ];

    private static ConfigKey[] Guards() =>
    [
        new("guard.createsPercent", new WholeRule(0, 1000), "50", "Most new Contacts of a run, in percent of the Contacts known before it; past it nothing is loaded (exit 4). Higher asks less often."),
        new("guard.updatesPercent", new WholeRule(0, 1000), "50", "Most changed Contacts of a run, in percent of those known."),
        new("guard.blanksPercent", new WholeRule(0, 1000), "5", "Most records that lose a value, in percent of the Contacts known."),
        new("guard.detachesPercent", new WholeRule(0, 1000), "5", "Most supporters that lose their Contact, in percent of the Contacts known."),
        new("guard.leastRows", new WholeRule(0, 1_000_000_000), "500", "Rows from which on a share counts. Fewer asks sooner in a small org."),
        new("match.model", new PathRule(), null, "A match model for profiles that identify by weights, and for review. Default: the one that ships."),
        new("match.linkMargin", new WholeRule(0, 100), "14", "Bits of evidence above the model's match line from which a run links by itself; less is left to a person. Each bit doubles the odds. Lower links more, and more wrongly; higher asks more."),
        new("match.maxComparisons", new WholeRule(1, 1_000_000_000_000), "20000000000", "Past so many comparisons foreseen nothing is compared and the run stops with advice (exit 4). Higher takes longer."),
        new("log.path", new PathRule(), null, "A file that each run appends its events to, one JSON object a line. Default: none."),
        new("metrics.prometheus", new PathRule(), null, "A .prom file of measurements for Prometheus, in the folder of node_exporter's textfile collector. Default: none."),
        new("metrics.otlp", new UrlRule("http://127.0.0.1:4318"), null, "An OTLP receiver, such as the OpenTelemetry Collector, by HTTP and protobuf; http only on this machine. Default: none."),
        new("metrics.interval", new DurationRule(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "1s to 1h"), "15s", "How often measurements are given while a run is going; its end always is. Shorter shows more, longer sends less."),
    ];

    private static ConfigKey Parallelism(string node, string value, string doc) => new($"dataflow.{node}.parallelism", new WholeRule(1, 256, Auto: true), value, doc);

    private static ConfigKey Capacity(string node, string doc) => new($"dataflow.{node}.capacity", new WholeRule(1, 1024), $"{Usual.Capacity}", doc);

    private static ConfigKey BatchRows(string node, string doc) => new($"dataflow.{node}.batchRows", new WholeRule(1, 65_536), $"{Usual.BatchRows}", doc);
}
