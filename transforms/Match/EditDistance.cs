namespace ContactSync.Transforms.Match;

/// <summary>
/// How many typing errors apart two short texts are: insertions, deletions, substitutions and swaps of neighbours (optimal string alignment), up to a
/// bound. Byte by byte: meant for digits and Latin letters; in other scripts a letter counts as its bytes.
/// </summary>
public static class EditDistance
{
    /// <summary>
    /// The distance, or <paramref name="most"/> + 1 where it is more. <paramref name="most"/> is 0 to 3: what both texts begin and end with is passed
    /// over, then each way to mend the first difference is tried.
    /// </summary>
    public static int UpTo(int most, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (Math.Abs(left.Length - right.Length) > most)
        {
            return most + 1;
        }

        var start = left.CommonPrefixLength(right);
        left = left[start..];
        right = right[start..];
        while (!left.IsEmpty && !right.IsEmpty && left[^1] == right[^1])
        {
            left = left[..^1];
            right = right[..^1];
        }

        if (left.IsEmpty || right.IsEmpty)
        {
            return Math.Max(left.Length, right.Length);
        }

        return most switch
        {
            0 => 1,
            1 => (left.Length == 1 && right.Length == 1) || (left.Length == 2 && right.Length == 2 && IsSwapped(left, right)) ? 1 : 2,
            _ => Mended(most, left, right),
        };
    }

    private static int Mended(int most, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var best = Math.Min(most, UpTo(most - 1, left[1..], right[1..]));
        best = Math.Min(best, UpTo(most - 1, left[1..], right));
        best = Math.Min(best, UpTo(most - 1, left, right[1..]));
        return 1 + (left.Length > 1 && right.Length > 1 && IsSwapped(left, right) ? Math.Min(best, UpTo(most - 1, left[2..], right[2..])) : best);
    }

    private static bool IsSwapped(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left[0] == right[1] && left[1] == right[0];
}
