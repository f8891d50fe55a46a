namespace ContactSync.Transforms.Match;

/// <summary>How far two e-mail addresses agree.</summary>
internal static class EmailLevel
{
    /// <summary>The level; the canonical addresses are empty where they are the same as the others. Symmetric.</summary>
    public static Level Of(ReadOnlySpan<byte> left, ReadOnlySpan<byte> leftCanonical, ReadOnlySpan<byte> right, ReadOnlySpan<byte> rightCanonical)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return Level.Missing;
        }

        if (left.SequenceEqual(right))
        {
            return Level.Exact;
        }

        left = leftCanonical.IsEmpty ? left : leftCanonical;
        right = rightCanonical.IsEmpty ? right : rightCanonical;
        if (left.SequenceEqual(right))
        {
            return Level.Same;
        }

        var (leftAt, rightAt) = (left.IndexOf((byte)'@'), right.IndexOf((byte)'@'));
        if (leftAt == rightAt && leftAt >= 5 && left[..leftAt].SequenceEqual(right[..rightAt]))
        {
            return Level.Close;
        }

        if (EditDistance.UpTo(2, left, right) <= 2)
        {
            // Other letters are slips; other digits are how providers tell people of one name apart.
            return HaveSameDigits(left, right) ? Level.Close : Level.Near;
        }

        return leftAt >= 4 && rightAt >= 4 && FieldLevels.Likeness(left[..leftAt], right[..rightAt]) >= 900 ? Level.Near : Level.Different;
    }

    private static bool HaveSameDigits(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < left.Length && !char.IsAsciiDigit((char)left[i]))
            {
                i++;
            }

            while (j < right.Length && !char.IsAsciiDigit((char)right[j]))
            {
                j++;
            }

            if (i == left.Length || j == right.Length)
            {
                return i == left.Length && j == right.Length;
            }

            if (left[i++] != right[j++])
            {
                return false;
            }
        }
    }
}
