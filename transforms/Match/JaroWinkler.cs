using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace ContactSync.Transforms.Match;

/// <summary>
/// Jaro-Winkler similarity of two UTF-8 texts by character, in thousandths, rounded down: integers only, so every machine agrees. The prefix of up to
/// four characters counts a tenth each once the plain similarity passes 0.7, as in Winkler's paper. Only the first 64 characters count; no allocation.
/// </summary>
public static class JaroWinkler
{
    private const int MaxLength = 64;

    /// <summary>0 for nothing in common or a blank side, 1000 for equal texts.</summary>
    public static int Score(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return 0;
        }

        if (Ascii.IsValid(left) && Ascii.IsValid(right))
        {
            return Score(new AsciiLetters(left), new AsciiLetters(right));
        }

        Span<int> leftRunes = stackalloc int[MaxLength];
        Span<int> rightRunes = stackalloc int[MaxLength];
        return Score(new RuneLetters(Decode(left, leftRunes)), new RuneLetters(Decode(right, rightRunes)));
    }

    private static int Score<T>(T left, T right)
        where T : ILetters, allows ref struct
    {
        var (matches, swaps) = Compare(left, right);
        if (matches == 0)
        {
            return 0;
        }

        return Score(matches, swaps, left.Length, right.Length, Prefix(left, right));
    }

    /// <summary>The score of texts of these lengths with so many matches, so many of them in another order, and a common prefix of 0 to 4.</summary>
    internal static int Score(int matches, int swaps, int leftLength, int rightLength, int prefix)
    {
        // Both similarities as one fraction: rounded once, at the end, so that 0.85 is 850 and not 849.
        var all = (long)leftLength * rightLength;
        var part = ((long)matches * matches * (leftLength + rightLength)) + ((matches - (swaps / 2)) * all);
        var whole = 3 * all * matches;
        var lift = 10 * part > 7 * whole ? prefix : 0;
        return (int)(1000 * ((10 * part) + (lift * (whole - part))) / (10 * whole));
    }

    /// <summary>The characters that agree within half the longer length, and how many of them stand in another order. One bit a character.</summary>
    private static (int Matches, int Swaps) Compare<T>(T left, T right)
        where T : ILetters, allows ref struct
    {
        var window = Math.Max(0, (Math.Max(left.Length, right.Length) / 2) - 1);
        ulong leftUsed = 0;
        ulong rightUsed = 0;
        for (var i = 0; i < left.Length; i++)
        {
            var low = Math.Max(0, i - window);
            var high = Math.Min(right.Length - 1, i + window);
            var near = low > high ? 0 : (ulong.MaxValue >> (63 - (high - low))) << low;
            var hits = right.EqualTo(left.At(i)) & near & ~rightUsed;
            if (hits != 0)
            {
                rightUsed |= hits & (~hits + 1);
                leftUsed |= 1UL << i;
            }
        }

        var matches = BitOperations.PopCount(leftUsed);
        var swaps = 0;
        for (; leftUsed != 0; leftUsed &= leftUsed - 1, rightUsed &= rightUsed - 1)
        {
            swaps += left.At(BitOperations.TrailingZeroCount(leftUsed)) == right.At(BitOperations.TrailingZeroCount(rightUsed)) ? 0 : 1;
        }

        return (matches, swaps);
    }

    private static int Prefix<T>(T left, T right)
        where T : ILetters, allows ref struct
    {
        var most = Math.Min(4, Math.Min(left.Length, right.Length));
        var length = 0;
        while (length < most && left.At(length) == right.At(length))
        {
            length++;
        }

        return length;
    }

    private static ReadOnlySpan<int> Decode(ReadOnlySpan<byte> text, Span<int> runes)
    {
        var count = 0;
        while (!text.IsEmpty && count < runes.Length)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            runes[count++] = rune.Value;
            text = text[used..];
        }

        return runes[..count];
    }

    private interface ILetters
    {
        int Length { get; }

        int At(int index);

        /// <summary>The positions of that letter, one bit each.</summary>
        ulong EqualTo(int letter);
    }

    private readonly ref struct AsciiLetters : ILetters
    {
        private readonly ReadOnlySpan<byte> _text;
        private readonly Vector512<byte> _letters;

        public AsciiLetters(ReadOnlySpan<byte> text)
        {
            _text = text.Length > MaxLength ? text[..MaxLength] : text;
            Span<byte> padded = stackalloc byte[MaxLength];
            padded.Fill(byte.MaxValue);
            _text.CopyTo(padded);
            _letters = Vector512.Create<byte>(padded);
        }

        public int Length => _text.Length;

        public int At(int index) => _text[index];

        public ulong EqualTo(int letter) => Vector512.Equals(_letters, Vector512.Create((byte)letter)).ExtractMostSignificantBits();
    }

    private readonly ref struct RuneLetters(ReadOnlySpan<int> runes) : ILetters
    {
        private readonly ReadOnlySpan<int> _runes = runes;

        public int Length => _runes.Length;

        public int At(int index) => _runes[index];

        public ulong EqualTo(int letter)
        {
            ulong hits = 0;
            for (var i = 0; i < _runes.Length; i++)
            {
                hits |= (_runes[i] == letter ? 1UL : 0) << i;
            }

            return hits;
        }
    }
}
