using System.Runtime.CompilerServices;

namespace ContactSync.Transforms.Match;

/// <summary>
/// How many typing errors apart two short texts are: insertions, deletions, substitutions and swaps of neighbours (optimal string alignment), up to a
/// bound. Byte by byte: meant for digits and Latin letters; in other scripts a letter counts as its bytes.
/// </summary>
public static class EditDistance
{
    private const int MaxLength = 128;

    /// <summary>The distance, or <paramref name="most"/> + 1 where it is more, or a text has more than 128 bytes. <paramref name="most"/> is 1 to 3.</summary>
    public static int UpTo(int most, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty && !right.IsEmpty && left[0] == right[0])
        {
            left = left[1..];
            right = right[1..];
        }

        while (!left.IsEmpty && !right.IsEmpty && left[^1] == right[^1])
        {
            left = left[..^1];
            right = right[..^1];
        }

        if (Math.Abs(left.Length - right.Length) > most || left.Length > MaxLength || right.Length > MaxLength)
        {
            return most + 1;
        }

        return left.IsEmpty || right.IsEmpty ? Math.Max(left.Length, right.Length) : Banded(most, left, right);
    }

    [SkipLocalsInit]
    private static int Banded(int most, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var width = right.Length + 1;
        Span<int> rows = stackalloc int[3 * (MaxLength + 1)];
        for (var j = 0; j < width; j++)
        {
            rows[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            var now = rows.Slice(i % 3 * (MaxLength + 1), width);
            var before = rows.Slice((i - 1) % 3 * (MaxLength + 1), width);
            var twoBefore = rows.Slice((i + 1) % 3 * (MaxLength + 1), width);
            now[0] = i;
            var least = i;
            for (var j = 1; j < width; j++)
            {
                var cost = Math.Min(Math.Min(before[j], now[j - 1]) + 1, before[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cost = Math.Min(cost, twoBefore[j - 2] + 1);
                }

                now[j] = cost;
                least = Math.Min(least, cost);
            }

            if (least > most)
            {
                return most + 1;
            }
        }

        return Math.Min(most + 1, rows[(left.Length % 3 * (MaxLength + 1)) + right.Length]);
    }
}
