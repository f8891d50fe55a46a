using System.Text;
using System.Text.Unicode;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.People;

/// <summary>
/// Text as words: letters and digits of any script, case folded, without diacritics, one space between words. Apostrophes and dots inside a word
/// vanish (O'Brien is obrien), everything else that is neither letter nor digit parts words. Folding again changes nothing.
/// </summary>
internal static class Folding
{
    /// <summary>The folded words, in <paramref name="target"/>, which must have three bytes for each of <paramref name="value"/> and 16 more.</summary>
    public static ReadOnlySpan<byte> Words(ReadOnlySpan<byte> value, Span<byte> target, Scratch scratch)
    {
        var length = Ascii.IsValid(value) ? OfAscii(value, target) : OfUnicode(value, target, scratch);
        return length > 0 && target[length - 1] == ' ' ? target[..(length - 1)] : target[..length];
    }

    private static int OfAscii(ReadOnlySpan<byte> value, Span<byte> target)
    {
        var length = 0;
        foreach (var b in value)
        {
            if (b is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9')
            {
                target[length++] = b;
            }
            else if (b is >= (byte)'A' and <= (byte)'Z')
            {
                target[length++] = (byte)(b | 0x20);
            }
            else if (b is not ((byte)'\'' or (byte)'.' or (byte)'`') && length > 0 && target[length - 1] != ' ')
            {
                target[length++] = (byte)' ';
            }
        }

        return length;
    }

    private static int OfUnicode(ReadOnlySpan<byte> value, Span<byte> target, Scratch scratch)
    {
        var text = scratch.First(value.Length);
        Utf8.ToUtf16(value, text, out _, out var count);
        ReadOnlySpan<char> parts = UnicodeText.Normalize(text[..count], NormalizationForm.FormKD, scratch);
        var folded = scratch.First((2 * parts.Length) + 2);
        count = 0;
        foreach (var rune in parts.EnumerateRunes())
        {
            var letters = NameKey.Fold(rune, folded[count..]);
            if (letters == 0 && !Joins(rune) && count > 0 && folded[count - 1] != ' ')
            {
                folded[count] = ' ';
                letters = 1;
            }

            count += letters;
        }

        var composed = UnicodeText.Compose(folded[..count], scratch);
        Utf8.FromUtf16(composed, target, out _, out var written);
        return written;
    }

    // What is left out without parting a word: apostrophes, dots, diacritics and what cannot be seen.
    private static bool Joins(Rune rune) =>
        rune.Value is '\'' or '.' or '`' or 0x2018 or 0x2019 or 0x02BC or 0x00B4 or 0x00AD or (>= 0x200B and <= 0x200F) or 0xFEFF
        || SpecialLetters.IsDiacritic(rune.Value);
}
