namespace ContactSync.Salesforce;

/// <summary>
/// Where an org is, who we are there, and how long we wait. Checked once, when the client is made: the instance must be
/// https on a host of <see cref="AllowedHostSuffixes"/>, or http(s) on loopback.
/// </summary>
public sealed record SalesforceOptions
{
    /// <summary>The org's own address, such as <c>https://example.my.salesforce.com</c>; the only host that ever sees the token.</summary>
    public required Uri InstanceUrl { get; init; }

    /// <summary>How to prove who we are.</summary>
    public required Credentials Credentials { get; init; }

    /// <summary>The API version without <c>v</c>. Bulk results must be read with the version that made the job.</summary>
    public string ApiVersion { get; init; } = "66.0";

    /// <summary>Where tokens are asked for; the instance itself when null.</summary>
    public Uri? LoginUrl { get; init; }

    /// <summary>Hosts that may receive credentials: these names and every name below them. Loopback is always allowed.</summary>
    public IReadOnlyList<string> AllowedHostSuffixes { get; init; } = ["salesforce.com", "force.com"];

    /// <summary>How long a request may wait for the head of its reply; for uploads, how long without any progress. Default 2 min.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a streamed body may stay silent between two pieces. Default 60 s.</summary>
    public TimeSpan IdleReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a GET is tried in all, 1 to 10. Nothing else is ever repeated here. Default 4.</summary>
    public int GetAttempts { get; init; } = 4;

    /// <summary>The first pause between two tries; it doubles up to <see cref="MaxRetryDelay"/>, each drawn evenly from zero up. Default 500 ms.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between two tries, also when the server asks for more by Retry-After. Default 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest JSON reply accepted, in bytes after decompression. Default 64 MiB.</summary>
    public int MaxJsonBytes { get; init; } = 64 << 20;

    /// <summary>The largest CSV record accepted, in bytes. Default 16 MiB.</summary>
    public int MaxCsvRecordBytes { get; init; } = 16 << 20;

    /// <summary>The share of the org's daily API calls that all its users together may have spent when we stop, 0 to 1. Default 0.9.</summary>
    public double DailyCallShare { get; init; } = 0.9;

    internal void Check()
    {
        Within(nameof(GetAttempts), GetAttempts, 1, 10);
        Within(nameof(MaxJsonBytes), MaxJsonBytes, 1_024, int.MaxValue / 2);
        Within(nameof(MaxCsvRecordBytes), MaxCsvRecordBytes, 1_024, int.MaxValue / 2);
        Within(nameof(ReplyTimeout), ReplyTimeout.TotalMilliseconds, 1, TimeSpan.FromHours(24).TotalMilliseconds);
        Within(nameof(IdleReadTimeout), IdleReadTimeout.TotalMilliseconds, 1, TimeSpan.FromHours(24).TotalMilliseconds);
        Within(nameof(FirstRetryDelay), FirstRetryDelay.TotalMilliseconds, 0, TimeSpan.FromHours(1).TotalMilliseconds);
        Within(nameof(MaxRetryDelay), MaxRetryDelay.TotalMilliseconds, 0, TimeSpan.FromHours(1).TotalMilliseconds);
    }

    private static void Within(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} is {value}; it must be {least} to {most}."));
        }
    }
}
