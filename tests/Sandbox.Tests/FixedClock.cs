namespace ContactSync.Sandbox.Tests;

/// <summary>A clock that stands still, while timers go on.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
