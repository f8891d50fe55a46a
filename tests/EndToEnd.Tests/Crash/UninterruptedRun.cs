namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>A seed world and what a run of it that nothing disturbs comes to.</summary>
public abstract class UninterruptedRun(string keyMode) : IAsyncLifetime
{
    private Outcome? _outcome;

    /// <summary>The world to copy.</summary>
    public SeedWorld Seed { get; } = new();

    internal Outcome Uninterrupted => _outcome!;

    public async ValueTask InitializeAsync()
    {
        await Seed.InitializeAsync();
        await using var world = await CrashWorld.StartAsync(Seed, keyMode);
        await world.DoAsync("run");
        _outcome = await world.OutcomeAsync();
        Assert.Equal(SeedWorld.NewContacts + 69, _outcome.Contacts.Count);
        Assert.True(_outcome.LargestUpload < SeedWorld.NewContacts, "the creates were to take several slices");
    }

    public async ValueTask DisposeAsync()
    {
        await Seed.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
