using System.Text;
using ContactSync.Transforms.Match;
using FsCheck;
using FsCheck.Fluent;

namespace ContactSync.Transforms.Tests.Match;

/// <summary>Bounded edits against the textbook's table.</summary>
public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("smith", "smith", 0)]
    [InlineData("smith", "smtih", 1)]
    [InlineData("smith", "smit", 1)]
    [InlineData("smith", "smythe", 2)]
    [InlineData("ab", "ba", 1)]
    [InlineData("", "ab", 2)]
    [InlineData("smith", "jones", 4)]
    public void Known_pairs(string left, string right, int expected) =>
        Assert.Equal(expected, EditDistance.UpTo(3, Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));

    [Fact]
    public void Is_the_distance_of_the_textbook_up_to_its_bound()
    {
        var word = Gen.Choose(0, 8).SelectMany(n => Gen.Elements("abc".ToCharArray()).ArrayOf(n)).Select(letters => new string(letters));
        var pairs = word.Zip(word).ToArbitrary();

        Prop.ForAll(pairs, p =>
        {
            var (left, right) = (Encoding.UTF8.GetBytes(p.Item1), Encoding.UTF8.GetBytes(p.Item2));
            return EditDistance.UpTo(2, left, right) == Math.Min(3, Table(p.Item1, p.Item2)) && EditDistance.UpTo(2, right, left) == EditDistance.UpTo(2, left, right);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static int Table(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 || j == 0 ? i + j : Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
