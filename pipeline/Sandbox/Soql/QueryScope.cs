using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Soql;

/// <summary>What a query is run over: the records, whether the recycle bin is seen, and the time relative dates go by (seconds since the epoch).</summary>
internal sealed record QueryScope(OrgStore Store, bool All, long Now)
{
    public DateOnly Today => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(Now).UtcDateTime);
}
