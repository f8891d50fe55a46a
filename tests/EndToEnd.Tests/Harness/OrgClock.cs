namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>The org's clock: the system's, moved forward by a test so that "later" is later by the second, the precision of the org's stamps.</summary>
internal sealed class OrgClock : TimeProvider
{
    private long _ahead;

    /// <summary>Lets this much time pass in the org.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
