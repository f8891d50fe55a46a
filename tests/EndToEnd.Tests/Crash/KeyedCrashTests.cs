using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>The process dies by SIGKILL at every named point of the product, with creates keyed by an external id.</summary>
public sealed class KeyedCrashTests(KeyedCrashTests.Reference reference) : IClassFixture<KeyedCrashTests.Reference>
{
    [Theory]
    [MemberData(nameof(CrashPoints.Keyed), MemberType = typeof(CrashPoints))]
    [Fault(1)]
    [Fault(2)]
    public async Task After_a_kill_at_any_point_and_resume_both_sides_are_as_if_uninterrupted(string point)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "externalId");

        await world.DieAsync(point, "run");
        await world.RecoverAsync();

        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    public sealed class Reference() : UninterruptedRun("externalId");
}
