using ContactSync.Sandbox.Soql;

namespace ContactSync.Sandbox.Tests.Soql;

public sealed class LikePatternTests
{
    [Theory]
    [InlineData("Smith", "smith", true)]
    [InlineData("Smith", "s%", true)]
    [InlineData("Smith", "%ITH", true)]
    [InlineData("Smith", "sm_th", true)]
    [InlineData("Smith", "sm_", false)]
    [InlineData("Smith", "%", true)]
    [InlineData("Smith", "s%m%h", true)]
    [InlineData("Smith", "s%x", false)]
    [InlineData("50%", "50\\%", true)]
    [InlineData("50 percent", "50\\%", false)]
    [InlineData("a_b", "a\\_b", true)]
    [InlineData("axb", "a\\_b", false)]
    [InlineData("a\\b", "a\\\\%", true)]
    [InlineData("a%b", "a\\\\%", false)]
    public void Wildcards_and_escapes(string text, string pattern, bool matches) => Assert.Equal(matches, LikePattern.Matches(text, pattern));

    [Fact]
    public void A_query_tells_an_escaped_wildcard_from_an_escaped_backslash()
    {
        var tokens = SoqlLexer.Read(@"'a\%b\\%'");

        Assert.Equal(@"a%b\%", tokens[0].Text);
        Assert.Equal(@"a\%b\\%", tokens[0].Pattern);
    }
}
