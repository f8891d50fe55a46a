using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>How much of the shorter of two texts stands in the other, word by word.</summary>
internal static class WordOverlap
{
    private const int WordCloseFrom = 900;

    /// <summary>The letters of the words, of the text with fewer of them, that the other text has too or nearly so; in percent, rounded down.</summary>
    public static int Percent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (leftWords, rightWords) = (Words.Count(left), Words.Count(right));
        return leftWords == rightWords ? Math.Max(OneWay(left, right), OneWay(right, left))
            : leftWords < rightWords ? OneWay(left, right) : OneWay(right, left);
    }

    private static int OneWay(ReadOnlySpan<byte> few, ReadOnlySpan<byte> many)
    {
        int all = 0, shared = 0;
        foreach (var word in new Words(few))
        {
            all += word.Length;
            foreach (var other in new Words(many))
            {
                if (word.SequenceEqual(other) || (MayBeClose(word, other) && FieldLevels.Likeness(word, other) >= WordCloseFrom))
                {
                    shared += word.Length;
                    break;
                }
            }
        }

        return all == 0 ? 0 : 100 * shared / all;
    }

    // Likeness costs a hundred times this, and hardly any word is another with a slip in both of its first letters.
    private static bool MayBeClose(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length >= 3 && right.Length >= 3 && Math.Abs(left.Length - right.Length) <= 3 && (left[0] == right[0] || left[1] == right[1]);
}
