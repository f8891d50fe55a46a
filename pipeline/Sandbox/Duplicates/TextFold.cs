using System.Globalization;
using System.Text;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>Brings values to the form matching rules compare: lower case, no accents, no punctuation.</summary>
internal static class TextFold
{
    private const int OnStack = 512;

    /// <summary>Letters and digits only.</summary>
    public static string Letters(string value) => Fold(value, words: false);

    /// <summary>Words of letters and digits, one space between; an apostrophe or a full stop parts no word.</summary>
    public static string Words(string value) => Fold(value, words: true);

    private static string Fold(string value, bool words)
    {
        var text = Ascii.IsValid(value) ? value : value.Normalize(NormalizationForm.FormD);
        // A letter becomes two at most.
        var folded = text.Length * 2 <= OnStack ? stackalloc char[OnStack] : new char[text.Length * 2];
        var length = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                folded[length++] = char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter;
            }
            else if (char.IsLetterOrDigit(letter))
            {
                length += Put(folded[length..], char.ToLowerInvariant(letter));
            }
            else if (words && length > 0 && folded[length - 1] != ' ' && letter is not ('\'' or '.' or '’')
                && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                folded[length++] = ' ';
            }
        }
        length -= length > 0 && folded[length - 1] == ' ' ? 1 : 0;
        return value.AsSpan().SequenceEqual(folded[..length]) ? value : folded[..length].ToString();
    }

    private static int Put(Span<char> folded, char letter)
    {
        var (first, second) = letter switch
        {
            'ß' => ('s', 's'),
            'æ' => ('a', 'e'),
            'œ' => ('o', 'e'),
            'ø' => ('o', '\0'),
            'ł' => ('l', '\0'),
            'đ' => ('d', '\0'),
            _ => (letter, '\0'),
        };
        folded[0] = first;
        folded[1] = second;
        return second == '\0' ? 1 : 2;
    }
}
