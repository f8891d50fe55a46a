using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.Tests.Normalize;

public class GlobalizationCheckTests
{
    [Fact]
    public void This_process_can_normalise() => GlobalizationCheck.Require();

    [Fact]
    public void Normalisation_that_does_nothing_is_noticed()
    {
        var error = Assert.Throws<GlobalizationUnavailableException>(() => GlobalizationCheck.Require((text, _) => text));

        Assert.Contains("Install ICU", error.Message, StringComparison.Ordinal);
    }
}
