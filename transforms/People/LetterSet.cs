using System.Numerics;

namespace ContactSync.Transforms.People;

/// <summary>The letters of a text as a set of 32 bits: a cheap look whether two texts can be alike at all before their likeness is measured.</summary>
internal static class LetterSet
{
    /// <summary>Texts that differ in more letters than this are not alike: two typing errors change four at most.</summary>
    public const int MostApart = 5;

    private static readonly uint[] Sets =
        [.. Enumerable.Range(0, 256).Select(b => b is >= 'a' and <= 'z' ? 1U << (b - 'a') : b == ' ' ? 0 : 1U << (26 + (b % 6)))];

    /// <summary>The letters; those outside a to z share six bits.</summary>
    public static uint Of(ReadOnlySpan<byte> text)
    {
        uint letters = 0;
        foreach (var b in text)
        {
            letters |= Sets[b];
        }

        return letters;
    }

    /// <summary>Whether texts with these letters can be alike.</summary>
    public static bool MayBeAlike(uint left, uint right) => BitOperations.PopCount(left ^ right) <= MostApart;
}
