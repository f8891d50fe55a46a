using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>The same with bare inserts: nothing but the protocol keeps a Contact from being made twice.</summary>
public sealed class BareInsertCrashTests(BareInsertCrashTests.Reference reference) : IClassFixture<BareInsertCrashTests.Reference>
{
    [Theory]
    [MemberData(nameof(CrashPoints.Bare), MemberType = typeof(CrashPoints))]
    [Fault(1)]
    [Fault(2)]
    public async Task After_a_kill_at_any_point_around_a_job_and_resume_no_Contact_is_made_twice(string point)
    {
        await using var world = await CrashWorld.StartAsync(reference.Seed, "insert");

        await world.DieAsync(point, "run");
        await world.RecoverAsync();

        (await world.OutcomeAsync()).MustEqual(reference.Uninterrupted);
    }

    public sealed class Reference() : UninterruptedRun("insert");
}
