using ContactSync.Dataflow;

namespace ContactSync.Config;

/// <summary>
/// What pipeline.json, the environment and <c>--set</c> come to; every value checked, every path absolute. Ranges and defaults stand
/// in <see cref="PipelineSchema"/> alone.
/// </summary>
/// <param name="Profile">The profile's name, or the absolute path of its file.</param>
public sealed record PipelineOptions(
    string Profile,
    OrgOptions Org,
    StoreOptions Store,
    RunsOptions Runs,
    StateOptions State,
    ExtractOptions Extract,
    DataflowOptions Dataflow,
    LoadOptions Load,
    BudgetOptions Budget,
    GuardOptions Guard,
    MatchOptions Match,
    MetricsOptions Metrics,
    LogOptions? Log = null);

/// <summary>Which org: the sandbox that lives inside the process, or one behind an address.</summary>
public enum OrgKind
{
    Sandbox,
    Salesforce,
}

/// <summary>The org. <paramref name="InstanceUrl"/> and <paramref name="Auth"/> count for a Salesforce org, <paramref name="Sandbox"/> for the sandbox.</summary>
public sealed record OrgOptions(OrgKind Kind, string ApiVersion, AuthOptions Auth, SandboxOrgOptions Sandbox, Uri? InstanceUrl = null);

/// <summary>How to log in.</summary>
public enum AuthFlow
{
    ClientCredentials,
    Jwt,
    Token,
}

/// <summary>The login: client credentials need client id and secret, JWT needs client id, user name and private key, token needs the token.</summary>
public sealed record AuthOptions(
    AuthFlow Flow,
    string? ClientId = null,
    SecretReference? ClientSecret = null,
    string? Username = null,
    SecretReference? PrivateKey = null,
    SecretReference? Token = null);

/// <summary>The sandbox's folder, its schema file, and the CSV of Contacts it is filled with on first use.</summary>
public sealed record SandboxOrgOptions(string Data, string Schema, string? Contacts = null);

/// <summary>The kind of the local store.</summary>
public enum StoreKind
{
    DuckDb,

    /// <summary>A file that is read and never written.</summary>
    Csv,

    /// <summary>As <see cref="Csv"/>.</summary>
    Parquet,
}

/// <summary>The local store. <paramref name="Seed"/> is the CSV a DuckDB store is filled with when it is made.</summary>
public sealed record StoreOptions(StoreKind Kind, string Path, string Name, string? Seed = null)
{
    /// <summary>Which column of a file fills which field; what is not named is found by the field's own name.</summary>
    public IReadOnlyList<ColumnMap> Map { get; init; } = [];

    /// <summary>Whether the store is only read.</summary>
    public bool IsReadOnly => Kind != StoreKind.DuckDb;
}

/// <summary>A field of the store and the column of a file that fills it; empty where the file has none.</summary>
public sealed record ColumnMap(string Field, string Column = "");

/// <summary>The folder of run folders.</summary>
public sealed record RunsOptions(string Path);

/// <summary>The folder of state, journals, locks and staging.</summary>
public sealed record StateOptions(string Path);

/// <summary>How an extract window is cut: <paramref name="Lag"/> before the org's present, <paramref name="Overlap"/> before the last bound, rows a page.</summary>
public sealed record ExtractOptions(TimeSpan Lag, TimeSpan Overlap, int PageRows);

/// <summary>The nodes of the graph.</summary>
public sealed record DataflowOptions(
    NodeOptions Extract, NodeOptions Normalise, NodeOptions Snapshot, NodeOptions Candidates, NodeOptions Score, NodeOptions Load);

/// <summary>How new Contacts are keyed: by what the org offers, by upsert of an external id, by bare insert.</summary>
public enum KeyMode
{
    Auto,
    ExternalId,
    Insert,
}

/// <summary>The bounds of a load: jobs at the same time, rows and bytes of one, polls, and tries of a row whose failure may pass.</summary>
public sealed record LoadOptions(
    int JobsInFlight, int RowsPerJob, long BytesPerJob, KeyMode KeyMode, string ExternalIdField, TimeSpan PollFirst, TimeSpan PollMax, int RowRetries);

/// <summary>Where a run's measurements go: a .prom file, an OTLP receiver, neither or both, and how often while it is going.</summary>
public sealed record MetricsOptions(TimeSpan Interval, string? Prometheus = null, Uri? Otlp = null);

/// <summary>What a run may use: percent of the org's daily API calls, bytes and threads of DuckDB, the folder it spills to.</summary>
public sealed record BudgetOptions(int ApiCallsPercent, long Memory, int Threads, string TempDirectory)
{
    /// <summary><see cref="Memory"/> as DuckDB writes it.</summary>
    public string DuckDbMemory => $"{Memory / 1_000_000}MB";
}
