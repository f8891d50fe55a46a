namespace ContactSync.Sandbox;

/// <summary>What a sandbox is started with. The defaults are hostile on purpose: what a real org may do, this one does.</summary>
public sealed record SandboxOptions
{
    public const string DefaultClientId = "sandbox-integration";

    public const string DefaultClientSecret = "sandbox-integration-secret";

    public const string DefaultAdminClientId = "sandbox-admin";

    public const string DefaultAdminClientSecret = "sandbox-admin-secret";

    /// <summary>The folder of the org's log, jobs and request log; made when absent. One process at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The loopback port; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Guards /__control; 256 random bits when null. Written to control-token in the data folder.</summary>
    public string? ControlToken { get; init; }

    /// <summary>An access token of the administrator, best in the form 00D...!x; derived from the org when null.</summary>
    public string? Token { get; init; }

    /// <summary>Custom fields and workflows; the shipped schema when null.</summary>
    public string? SchemaFile { get; init; }

    /// <summary>The OAuth client that acts as the integration user.</summary>
    public string ClientId { get; init; } = DefaultClientId;

    public string ClientSecret { get; init; } = DefaultClientSecret;

    /// <summary>The OAuth client that acts as the administrator.</summary>
    public string AdminClientId { get; init; } = DefaultAdminClientId;

    public string AdminClientSecret { get; init; } = DefaultAdminClientSecret;

    /// <summary>The password of both users, with which <see cref="SecurityToken"/> may be sent at its end.</summary>
    public string Password { get; init; } = "sandbox-password";

    public string SecurityToken { get; init; } = "sandbox-security-token";

    /// <summary>The OAuth flow by user name and password is open; orgs have it blocked unless an administrator opens it.</summary>
    public bool AllowPasswordFlow { get; init; }

    /// <summary>A refresh token is good for one use, which gives the next.</summary>
    public bool RotateRefreshTokens { get; init; }

    /// <summary>How long a session lives after its last request.</summary>
    public TimeSpan SessionLife { get; init; } = TimeSpan.FromHours(2);

    /// <summary>RSA public key or certificate (PEM) that JWT assertions of <see cref="ClientId"/> are verified with; without one none is accepted.</summary>
    public string? JwtPublicKeyPem { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Decides the order of result rows, and the org id of a new folder; null leaves the org id random.</summary>
    public int? Seed { get; init; }

    /// <summary>Result rows of jobs come in a shuffled order.</summary>
    public bool ShuffleResults { get; init; } = true;

    /// <summary>How often a job must be seen InProgress before its end is shown.</summary>
    public int MinimumInProgressPolls { get; init; } = 2;

    /// <summary>Rows of one internal batch of an ingest job: what is committed, and lost or kept, together.</summary>
    public int BatchRows { get; init; } = 10_000;

    /// <summary>How long an internal batch may take before it is begun again.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often an internal batch is begun again before its job fails.</summary>
    public int BatchRetries { get; init; } = 20;

    /// <summary>Rows a second each job is held to; 0 means none. The control plane changes it at run time.</summary>
    public int RowsPerSecond { get; init; }

    /// <summary>Rows of a bulk query page when the request names no maxRecords.</summary>
    public int QueryPageRows { get; init; } = 100_000;

    /// <summary>The daily API request limit that counts down in every reply.</summary>
    public int DailyApiRequests { get; init; } = 100_000;

    /// <summary>What is past a limit is refused, with REQUEST_LIMIT_EXCEEDED or EXCEEDEDQUOTA; otherwise limits are only counted.</summary>
    public bool EnforceLimits { get; init; } = true;

    /// <summary>How many requests may have run for 20 seconds or more before further ones are refused.</summary>
    public int ConcurrentLongRequests { get; init; } = 25;

    /// <summary>Internal batches of ingest jobs in 24 hours.</summary>
    public int DailyBulkBatches { get; init; } = 15_000;

    /// <summary>Rows of ingest jobs in 24 hours.</summary>
    public long DailyBulkRows { get; init; } = 150_000_000;

    /// <summary>Query jobs in 24 hours.</summary>
    public int DailyQueryJobs { get; init; } = 10_000;

    /// <summary>Megabytes of results of query jobs in 24 hours.</summary>
    public int DailyQueryMegabytes { get; init; } = 976_562;

    /// <summary>Logins of a user by name and password in an hour.</summary>
    public int HourlyLogins { get; init; } = 3_600;

    /// <summary>The most ids one getUpdated or getDeleted gives.</summary>
    public int ReplicationIds { get; init; } = 600_000;

    /// <summary>The furthest row a list view's results can begin at.</summary>
    public int MaxListViewOffset { get; init; } = 2_000;

    /// <summary>How long the rest of a REST query can be asked for after its last page was.</summary>
    public TimeSpan QueryCursorLife { get; init; } = TimeSpan.FromMinutes(15);
}
