using System.Buffers;
using System.Numerics;
using System.Text.Unicode;

namespace ContactSync.Transforms.Match;

/// <summary>
/// The likeness of two texts as FuzzySharp's <c>Fuzz.Ratio</c> gives it, 0 to 100: twice the longest common subsequence over both lengths, in UTF-16
/// units, rounded half to even. Bit-parallel (H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004), any length, nothing allocated.
/// </summary>
public static class IndelRatio
{
    private const int OnStack = 512;

    /// <summary>0 to 100; 0 where a side is blank.</summary>
    public static int Percent(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var rented = left.Length + right.Length > OnStack ? ArrayPool<char>.Shared.Rent(left.Length + right.Length) : null;
        var memory = rented is null ? stackalloc char[OnStack] : rented;
        try
        {
            Utf8.ToUtf16(left, memory, out _, out var leftLength);
            Utf8.ToUtf16(right, memory[leftLength..], out _, out var rightLength);
            return Percent((ReadOnlySpan<char>)memory[..leftLength], memory.Slice(leftLength, rightLength));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    /// <summary>As of UTF-8.</summary>
    public static int Percent(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return 0;
        }

        var all = left.Length + right.Length;
        return (int)Math.Round(100.0 * (2.0 * CommonSubsequence(left, right) / all));
    }

    /// <summary>The length of the longest common subsequence.</summary>
    internal static int CommonSubsequence(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var start = left.CommonPrefixLength(right);
        left = left[start..];
        right = right[start..];
        if (left.IsEmpty || right.IsEmpty)
        {
            return start;
        }

        var blocks = (left.Length + 63) / 64;
        var rented = blocks > 16 ? ArrayPool<ulong>.Shared.Rent(blocks) : null;
        var open = rented is null ? stackalloc ulong[16] : rented;
        open = open[..blocks];
        open.Fill(ulong.MaxValue);
        foreach (var letter in right)
        {
            Step(left, letter, open);
        }

        var common = start;
        for (var block = 0; block < blocks; block++)
        {
            var bits = Math.Min(64, left.Length - (64 * block));
            common += bits - BitOperations.PopCount(bits == 64 ? open[block] : open[block] & ((1UL << bits) - 1));
        }

        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        return common;
    }

    /// <summary>One letter of the other text: a zero bit of <paramref name="open"/> is a place that the subsequence has used.</summary>
    private static void Step(ReadOnlySpan<char> text, char letter, Span<ulong> open)
    {
        ulong carry = 0;
        for (var block = 0; block < open.Length; block++)
        {
            var hits = Places(text[(64 * block)..], letter) & open[block];
            var sum = open[block] + hits;
            var overflow = sum < hits ? 1UL : 0;
            sum += carry;
            carry = overflow | (sum < carry ? 1UL : 0);
            open[block] = sum | (open[block] & ~hits);
        }
    }

    private static ulong Places(ReadOnlySpan<char> text, char letter)
    {
        text = text[..Math.Min(64, text.Length)];
        ulong places = 0;
        for (var from = 0; text[from..].IndexOf(letter) is >= 0 and var at; from += at + 1)
        {
            places |= 1UL << (from + at);
        }

        return places;
    }
}
