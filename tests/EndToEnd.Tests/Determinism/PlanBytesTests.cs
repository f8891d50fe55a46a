namespace ContactSync.EndToEnd.Tests.Determinism;

/// <summary>The same two sides give the same plan, byte for byte, however the work was cut and in whatever order the records came.</summary>
public sealed class PlanBytesTests(PlanBytesTests.Reference reference) : IClassFixture<PlanBytesTests.Reference>
{
    [Theory]
    [InlineData("eight workers", false, 2, "dataflow.normalise.parallelism=8", "dataflow.candidates.parallelism=8", "dataflow.score.parallelism=8", "budget.threads=4", "budget.memory=1GB")]
    [InlineData("batches of 97", false, 1, "dataflow.extract.batchRows=97", "dataflow.candidates.batchRows=97")]
    [InlineData("another order", true, 9, "dataflow.extract.batchRows=97", "dataflow.candidates.batchRows=97", "dataflow.normalise.parallelism=8", "dataflow.candidates.parallelism=8", "dataflow.score.parallelism=8")]
    public async Task The_plan_is_the_same_bytes_for(string what, bool shuffled, int orgSeed, params string[] settings)
    {
        var plan = await reference.World.PlanAsync(orgSeed, shuffled, settings);

        Assert.True(plan.Rows.OrderBy(r => r.Key).SequenceEqual(reference.Plan.Rows.OrderBy(r => r.Key)), what);
        Assert.Equal(reference.Plan.Sha256, plan.Sha256);
    }

    [Fact]
    public void The_plan_that_the_others_are_compared_with_writes_to_both_sides()
    {
        Assert.True(LargeWorld.Records >= 100_000);
        Assert.All(["org create", "org update", "local create", "local update", "local link"], kind => Assert.True(reference.Plan.Rows.GetValueOrDefault(kind) > 100, kind));
    }

    public sealed class Reference : IAsyncLifetime
    {
        private SealedPlan? _plan;

        public LargeWorld World { get; } = new();

        internal SealedPlan Plan => _plan!;

        public async ValueTask InitializeAsync()
        {
            await World.InitializeAsync();
            _plan = await World.PlanAsync(
                1, false, "dataflow.normalise.parallelism=1", "dataflow.candidates.parallelism=1", "dataflow.score.parallelism=1", "dataflow.extract.batchRows=4096", "dataflow.candidates.batchRows=4096");
        }

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
