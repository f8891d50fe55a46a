using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Tune;

/// <summary>A sweep as an operator starts it.</summary>
public sealed class TuneTests
{
    [Fact]
    public async Task A_sweep_prints_its_table_writes_a_suggestion_and_touches_nothing_that_is_configured()
    {
        await using var world = await World.StartAsync();
        var asked = (await world.Org.RequestsAsync()).Count;

        var result = await world.CallAsync("tune", "--minutes", "1", "--rows", "1000", "--pace", "0", "--out", "suggested.json");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("1,000 supporters, 333 Contacts", result.Out, StringComparison.Ordinal);
        Assert.Contains("all as in force", result.Out, StringComparison.Ordinal);
        Assert.Matches("faster alone|nothing suggested", result.Out);
        var file = await File.ReadAllTextAsync(Path.Combine(world.Folder, "suggested.json"));
        Assert.All(result.Out.Split('\n').Where(line => line.StartsWith("load.", StringComparison.Ordinal)), line => Assert.Contains($"// {line}", file, StringComparison.Ordinal));
        Assert.Equal(asked, (await world.Org.RequestsAsync()).Count);
        Assert.Equal(["pipeline.json", "sandbox", "suggested.json"], Directory.GetFileSystemEntries(world.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--minutes", "0", "--minutes takes 1 to 720.")]
    [InlineData("--rows", "5", "--rows takes 1000 to 5000000.")]
    [InlineData("--out", "no/such/folder/tune.json", "The suggestion cannot be written")]
    public async Task What_cannot_be_meant_is_refused_before_any_trial(string option, string value, string why)
    {
        await using var world = await World.StartAsync();

        var result = await world.CallAsync("tune", option, value);

        Assert.True(result.ExitCode == 5, result.ToString());
        Assert.Contains(why, result.Err, StringComparison.Ordinal);
    }
}
