using ContactSync.Runs;

namespace ContactSync.Sync.Tests.Runs;

public sealed class RunIdTests
{
    [Fact]
    public void A_seeded_run_has_a_known_name_that_tells_its_start()
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.FromHours(2)));
        var id = RunId.New(clock, new Random(1));
        Assert.Equal(id, RunId.New(clock, new Random(1)));
        Assert.StartsWith("20261122t013000z-", id.ToString(), StringComparison.Ordinal);
        Assert.Equal(clock.GetUtcNow(), id.StartedAt);
        Assert.Equal(id, RunId.Parse(id.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("20261122T013000Z-3fa9")]
    [InlineData("20261322t013000z-3fa9")]
    [InlineData("20261122t013000z-3fa9/..")]
    [InlineData("20261122t013000z-3fa9\n")]
    public void Anything_else_is_no_name_of_a_run(string? text) => Assert.False(RunId.TryParse(text, out _));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
