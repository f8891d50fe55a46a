using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>How far two normalised values of one field agree. Symmetric: either side may stand first. Nothing is allocated.</summary>
internal static class FieldLevels
{
    public const int CloseFrom = 920;
    public const int NearFrom = 840;

    /// <summary>Given names.</summary>
    public static Level First(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool mayBeAlike, Nicknames nicknames)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return Level.Missing;
        }

        if (left.SequenceEqual(right))
        {
            return Level.Exact;
        }

        var leftWord = Words.First(left);
        var rightWord = Words.First(right);
        if (leftWord.SequenceEqual(rightWord) || EqualWithoutBlanks(left, right))
        {
            return Level.Same;
        }

        if (IsInitial(leftWord) || IsInitial(rightWord))
        {
            return leftWord[0] == rightWord[0] ? Level.Part : Level.Different;
        }

        if (nicknames.AreRelated(leftWord, rightWord))
        {
            return Level.Same;
        }

        var level = mayBeAlike ? Alike(leftWord, rightWord) : Level.Different;
        return level == Level.Different && IsStart(leftWord, rightWord) ? Level.Near : level;
    }

    /// <summary>Family names.</summary>
    public static Level Last(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool mayBeAlike)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return Level.Missing;
        }

        if (left.SequenceEqual(right))
        {
            return Level.Exact;
        }

        if (EqualWithoutBlanks(left, right))
        {
            return Level.Same;
        }

        if (IsInitial(left) || IsInitial(right))
        {
            return left[0] == right[0] ? Level.Part : Level.Different;
        }

        var level = mayBeAlike ? Alike(left, right) : Level.Different;
        return level == Level.Different && ShareAWord(left, right, 3) ? Level.Part : level;
    }

    /// <summary>Telephone numbers.</summary>
    public static Level Phone(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return Level.Missing;
        }

        if (left.SequenceEqual(right))
        {
            return Level.Exact;
        }

        if (left.Length >= 7 && right.Length >= 7 && left[^7..].SequenceEqual(right[^7..]))
        {
            return Level.Part;
        }

        return EditDistance.UpTo(1, left, right) == 1 ? Level.Close : Level.Different;
    }

    /// <summary>Ids, postal codes: digits and letters in which each character counts.</summary>
    public static Level Code(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int areaLength)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return Level.Missing;
        }

        if (left.SequenceEqual(right))
        {
            return Level.Exact;
        }

        if (left.Length >= 4 && right.Length >= 4)
        {
            var distance = EditDistance.UpTo(2, left, right);
            if (distance == 1)
            {
                return Level.Close;
            }

            if (distance == 2 && Math.Min(left.Length, right.Length) >= 6)
            {
                return Level.Near;
            }
        }

        return areaLength > 0 && left.Length >= areaLength && right.Length >= areaLength && left[..areaLength].SequenceEqual(right[..areaLength])
            ? Level.Part
            : Level.Different;
    }

    /// <summary>Towns, streets, companies: words, some of which may be missing.</summary>
    public static Level Text(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool mayBeAlike)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return Level.Missing;
        }

        if (left.SequenceEqual(right))
        {
            return Level.Exact;
        }

        if (EqualWithoutBlanks(left, right))
        {
            return Level.Same;
        }

        var level = mayBeAlike ? Alike(left, right) : Level.Different;
        if (level == Level.Close)
        {
            return level;
        }

        var shared = WordOverlap.Percent(left, right);
        return shared >= 90 ? Level.Close : shared >= 60 || level == Level.Near ? Level.Near : shared >= 30 ? Level.Part : Level.Different;
    }

    /// <summary>Values of which only equality counts.</summary>
    public static Level Plain(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.IsEmpty || right.IsEmpty ? Level.Missing : left.SequenceEqual(right) ? Level.Exact : Level.Different;

    /// <summary>Close, near or different by likeness alone.</summary>
    public static Level Alike(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var similarity = Likeness(left, right);
        if (similarity >= CloseFrom)
        {
            return Level.Close;
        }

        // One slip in a short name, or in its first letter, costs more likeness than it should.
        var shorter = Math.Min(left.Length, right.Length);
        var edits = shorter >= 4 ? EditDistance.UpTo(2, left, right) : int.MaxValue;
        return edits == 1 ? Level.Close : similarity >= NearFrom || (edits == 2 && shorter >= 6) ? Level.Near : Level.Different;
    }

    /// <summary>Jaro-Winkler similarity in thousandths, of the lesser text against the greater: it pairs letters greedily and so minds the order.</summary>
    public static int Likeness(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length < right.Length || (left.Length == right.Length && left.SequenceCompareTo(right) < 0)
            ? JaroWinkler.Score(left, right)
            : JaroWinkler.Score(right, left);

    /// <summary>Equal once blanks are left out.</summary>
    public static bool EqualWithoutBlanks(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < left.Length && left[i] == ' ')
            {
                i++;
            }

            while (j < right.Length && right[j] == ' ')
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

    private static bool IsInitial(ReadOnlySpan<byte> word) => word.Length == 1;

    private static bool IsStart(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        Math.Min(left.Length, right.Length) >= 3 && (left.Length < right.Length ? right.StartsWith(left) : left.StartsWith(right));

    private static bool ShareAWord(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int letters)
    {
        if (!left.Contains((byte)' ') && !right.Contains((byte)' '))
        {
            return false;
        }

        foreach (var word in new Words(left))
        {
            if (word.Length >= letters && Words.Contain(right, word))
            {
                return true;
            }
        }

        return false;
    }
}
