using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Soql;

/// <summary>What a query is run over: the records, whether the recycle bin is seen, and the time relative dates go by (seconds since the epoch).</summary>
internal sealed record QueryScope(OrgStore Store, bool All, long Now)
{
    /// <summary>The id of the user who asks; empty where nobody does.</summary>
    public string UserId { get; init; } = "";

    public DateOnly Today => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(Now).UtcDateTime);
}
