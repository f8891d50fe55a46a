namespace ContactSync.Sandbox.Tests;

/// <summary>A clock that moves only when told to, while timers go on.</summary>
internal sealed class MovableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
