using System.Text;
using ContactSync.Transforms.Match;
using FsCheck;
using FsCheck.Fluent;

namespace ContactSync.Transforms.Tests.Match;

public class JaroWinklerTests
{
    [Theory]
    [InlineData("martha", "marhta", 961)]
    [InlineData("dwayne", "duane", 840)]
    [InlineData("dixon", "dicksonx", 813)]
    [InlineData("jones", "johnson", 832)]
    [InlineData("abc", "abc", 1000)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("", "abc", 0)]
    [InlineData("", "", 0)]
    [InlineData("müller", "möller", 900)]
    [InlineData("иванова", "иванов", 971)]
    [InlineData("山田", "山本", 666)]
    public void Known_similarities(string left, string right, int thousandths) => Assert.Equal(thousandths, Score(left, right));

    [Fact]
    public void It_agrees_with_the_textbook() =>
        Prop.ForAll(Arb.From(Word("abcde")), Arb.From(Word("abcde")), (left, right) =>
            Score(left, right) == Textbook(left, right) || (left.Length == 0 && right.Length == 0)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void The_script_does_not_matter()
    {
        // The same words letter for letter in another alphabet take the other path.
        static string Cyrillic(string word) => string.Concat(word.Select(c => (char)(c - 'a' + 'а')));

        Prop.ForAll(Arb.From(Word("abcdefg")), Arb.From(Word("abcdefg")), (left, right) => Score(left, right) == Score(Cyrillic(left), Cyrillic(right)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Only_the_first_64_characters_count() => Assert.Equal(1000, Score(new string('a', 64) + "b", new string('a', 64) + "c"));

    private static Gen<string> Word(string letters) => Gen.Elements(letters.ToCharArray()).ArrayOf().Select(c => new string(c, 0, Math.Min(c.Length, 60)));

    private static int Score(string left, string right) => JaroWinkler.Score(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    private static int Textbook(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return 0;
        }

        var window = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var used = new bool[b.Length];
        var fromA = new List<char>();
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - window); j <= Math.Min(b.Length - 1, i + window); j++)
            {
                if (!used[j] && a[i] == b[j])
                {
                    used[j] = true;
                    fromA.Add(a[i]);
                    break;
                }
            }
        }

        var fromB = b.Where((_, j) => used[j]).ToList();
        decimal m = fromA.Count;
        if (m == 0)
        {
            return 0;
        }

        decimal t = fromA.Zip(fromB).Count(p => p.First != p.Second) / 2;
        var jaro = ((m / a.Length) + (m / b.Length) + ((m - t) / m)) / 3;
        var prefix = a.Zip(b).Take(4).TakeWhile(p => p.First == p.Second).Count();

        // What a decimal loses in the 28th digit must not turn 850 into 849.
        return (int)(1000 * ((jaro > 0.7m ? jaro + (prefix * 0.1m * (1 - jaro)) : jaro) + 1e-15m));
    }
}
