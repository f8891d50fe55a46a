using ContactSync.Transforms.Match;
using FuzzySharp;

namespace ContactSync.Tests.Match;

/// <summary>Our likeness against the library's.</summary>
public sealed class IndelRatioTests
{
    [Fact]
    public void Is_the_librarys_ratio_on_made_up_names()
    {
        var random = new Random(7);
        string[] alphabets = ["abcde", "abcdefghijklmnopqrstuvwxyz '-", "aäßéłøжя山田", "ab"];
        for (var i = 0; i < 40_000; i++)
        {
            var alphabet = alphabets[i % alphabets.Length];
            var left = Word(random, alphabet, i % 50 == 0 ? 200 : 14);
            var right = i % 3 == 0 && left.Length > 2 ? left.Remove(random.Next(left.Length), 1) : Word(random, alphabet, i % 50 == 0 ? 200 : 14);

            Assert.True(Fuzz.Ratio(left, right) == IndelRatio.Percent(left, right), $"'{left}' and '{right}': {Fuzz.Ratio(left, right)} is ours {IndelRatio.Percent(left, right)}");
        }
    }

    private static string Word(Random random, string alphabet, int longest) => string.Concat(Enumerable.Range(0, random.Next(1, longest)).Select(_ => alphabet[random.Next(alphabet.Length)]));
}
