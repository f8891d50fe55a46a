using System.Numerics;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// How alike two words can be at most, from their letters, lengths and beginnings: what <see cref="FieldLevels.Alike"/> cannot pass. A letter that only
/// one word has pairs with none; with as many pairs as are left, all in order, Jaro-Winkler's similarity is the highest it can be.
/// </summary>
internal static class LikenessBound
{
    private const int Lengths = 32;
    private const int Starts = 5;

    // The fewest pairs of letters from which words of these lengths and common beginning may be near, and close.
    private static readonly byte[] Near = Fewest(FieldLevels.NearFrom);
    private static readonly byte[] Close = Fewest(FieldLevels.CloseFrom);

    /// <summary>Close where they may be close, or equal; else near or different. A length of 0 says that it is not known. Symmetric.</summary>
    public static Level Of(uint leftLetters, uint leftStart, int leftLength, uint rightLetters, uint rightStart, int rightLength)
    {
        var (onlyLeft, onlyRight) = (BitOperations.PopCount(leftLetters & ~rightLetters), BitOperations.PopCount(rightLetters & ~leftLetters));
        if (onlyLeft + onlyRight > LetterSet.MostApart)
        {
            return Level.Different;
        }

        if (leftLength == 0 || rightLength == 0)
        {
            return Level.Close;
        }

        var pairs = Math.Min(leftLength - onlyLeft, rightLength - onlyRight);
        var start = Math.Min(BitOperations.TrailingZeroCount(leftStart ^ rightStart) / 8, Starts - 1);
        var at = (((start * Lengths) + leftLength) * Lengths) + rightLength;
        var (shorter, apart, most) = (Math.Min(leftLength, rightLength), Math.Abs(leftLength - rightLength), Math.Max(onlyLeft, onlyRight));

        // A slip takes one letter from either word at most.
        return pairs >= Close[at] || (shorter >= 4 && apart <= 1 && most <= 1) ? Level.Close
            : pairs >= Near[at] || (shorter >= 6 && apart <= 2 && most <= 2) ? Level.Near
            : Level.Different;
    }

    private static byte[] Fewest(int score)
    {
        var fewest = new byte[Starts * Lengths * Lengths];
        Array.Fill(fewest, byte.MaxValue);
        for (var start = 0; start < Starts; start++)
        {
            for (var left = 1; left < Lengths; left++)
            {
                for (var right = 1; right < Lengths; right++)
                {
                    for (var pairs = Math.Min(left, right); pairs > 0 && JaroWinkler.Score(pairs, 0, left, right, start) >= score; pairs--)
                    {
                        fewest[(((start * Lengths) + left) * Lengths) + right] = (byte)pairs;
                    }
                }
            }
        }

        return fewest;
    }
}
