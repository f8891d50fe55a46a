using System.Text;

namespace ContactSync.Transforms.Match;

/// <summary>
/// How far two people's folded names agree, 0 to 200 for the first and as much for the last name:
/// equal 200; swapped (each first name is the other's last name) 150 each; an initial of the other 100; similar by Jaro-Winkler from 0.85 up
/// 100 to 199 in proportion; anything else 0. A blank name is no evidence: it gives 0 and takes nothing.
/// </summary>
public static class NameScore
{
    /// <summary>Equal keys.</summary>
    public const int Equal = 200;

    /// <summary>First and last name in each other's place.</summary>
    public const int Swapped = 150;

    /// <summary>One letter that begins the other name; also the least that a similar name gives.</summary>
    public const int Initial = 100;

    /// <summary>Thousandths of Jaro-Winkler similarity below which two names are different ones.</summary>
    public const int SimilarFrom = 850;

    /// <summary>The scores of first and last name.</summary>
    public static (int First, int Last) Of(
        ReadOnlySpan<byte> leftFirst, ReadOnlySpan<byte> leftLast, ReadOnlySpan<byte> rightFirst, ReadOnlySpan<byte> rightLast)
    {
        var first = One(leftFirst, rightFirst);
        var last = One(leftLast, rightLast);
        var swapped = !leftFirst.IsEmpty && !leftLast.IsEmpty && leftFirst.SequenceEqual(rightLast) && leftLast.SequenceEqual(rightFirst);
        return swapped && first + last < 2 * Swapped ? (Swapped, Swapped) : (first, last);
    }

    private static int One(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return 0;
        }

        if (left.SequenceEqual(right))
        {
            return Equal;
        }

        if (IsInitialOf(left, right) || IsInitialOf(right, left))
        {
            return Initial;
        }

        var similarity = JaroWinkler.Score(left, right);
        return similarity < SimilarFrom
            ? 0
            : Math.Min(Equal - 1, Initial + ((similarity - SimilarFrom) * (Equal - Initial) / (1000 - SimilarFrom)));
    }

    private static bool IsInitialOf(ReadOnlySpan<byte> initial, ReadOnlySpan<byte> name)
    {
        Rune.DecodeFromUtf8(initial, out _, out var length);
        return length == initial.Length && name.StartsWith(initial);
    }
}
