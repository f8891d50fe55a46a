using ContactSync.Bench.Fuzz;

namespace ContactSync.Sandbox.Tests;

/// <summary>A small part of what bench/Fuzz sends: sound requests, those one edit away, and worse.</summary>
public sealed class FuzzTests
{
    private const int Requests = 20_000;

    [Fact]
    public async Task Whatever_is_sent_is_answered_in_the_apis_shape()
    {
        using var output = new StringWriter();
        var figures = await new FuzzRun(Requests, seed: 3, Seeds.Folder, output).RunAsync();
        Assert.Empty(figures.Faults);
        Assert.True(figures.Sound, output.ToString());
    }
}
