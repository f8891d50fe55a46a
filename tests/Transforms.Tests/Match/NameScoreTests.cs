using System.Text;
using ContactSync.Transforms.Match;

namespace ContactSync.Transforms.Tests.Match;

public class NameScoreTests
{
    [Theory]
    [InlineData("ann", "lee", "ann", "lee", 200, 200)]
    [InlineData("ann", "lee", "bob", "lee", 0, 200)]
    [InlineData("ann", "lee", "lee", "ann", 150, 150)]
    [InlineData("lee", "lee", "lee", "lee", 200, 200)]
    [InlineData("a", "lee", "ann", "lee", 100, 200)]
    [InlineData("ann", "lee", "a", "l", 100, 100)]
    [InlineData("ол", "lee", "о", "lee", 100, 200)]
    [InlineData("b", "lee", "ann", "lee", 0, 200)]
    [InlineData("", "lee", "ann", "lee", 0, 200)]
    [InlineData("", "", "", "", 0, 0)]
    [InlineData("ann", "", "", "ann", 0, 0)]
    [InlineData("jonathan", "miller", "jonathon", "muller", 166, 133)]
    [InlineData("martha", "lee", "marhta", "lee", 174, 200)]
    public void Names_agree_as_the_table_says(string leftFirst, string leftLast, string rightFirst, string rightLast, int first, int last)
    {
        Assert.Equal((first, last), Of(leftFirst, leftLast, rightFirst, rightLast));
        Assert.Equal((first, last), Of(rightFirst, rightLast, leftFirst, leftLast));
    }

    private static (int First, int Last) Of(string a, string b, string c, string d) =>
        NameScore.Of(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b), Encoding.UTF8.GetBytes(c), Encoding.UTF8.GetBytes(d));
}
