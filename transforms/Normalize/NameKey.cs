using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Normalize;

/// <summary>
/// The key that a name is matched by: letters and digits of any script, case folded, without diacritics, and nothing else. O'Brien is
/// obrien, José is jose, Łukasz is lukasz; 山田 stays as it is.
/// </summary>
internal static class NameKey
{
    private const byte Dropped = 0;

    /// <summary>What each ASCII byte becomes: its lower-case letter, its digit, or nothing.</summary>
    private static ReadOnlySpan<byte> Folded =>
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"u8
        + "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\00123456789\0\0\0\0\0\0"u8
        + "\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0"u8
        + "\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0"u8;

    /// <summary>Appends the key of <paramref name="value"/>, a canonical value, or a null where nothing of it is left.</summary>
    public static void Append(ReadOnlySpan<byte> value, TextColumn keys, Scratch scratch)
    {
        if (value.IsEmpty)
        {
            keys.AppendNull();
            return;
        }

        if (!Ascii.IsValid(value))
        {
            AppendUnicode(value, keys, scratch);
            return;
        }

        var target = keys.Reserve(value.Length);
        var length = 0;
        foreach (var b in value)
        {
            var folded = Folded[b & 127];
            target[length] = folded;
            length += folded == Dropped ? 0 : 1;
        }

        Commit(keys, length);
    }

    private static void AppendUnicode(ReadOnlySpan<byte> value, TextColumn keys, Scratch scratch)
    {
        var text = scratch.First(value.Length);
        Utf8.ToUtf16(value, text, out _, out var length);
        ReadOnlySpan<char> parts = UnicodeText.Normalize(text[..length], NormalizationForm.FormKD, scratch);

        // At most two letters come of one, so twice the room holds the folded form.
        var folded = scratch.First(2 * parts.Length);
        length = 0;
        foreach (var rune in parts.EnumerateRunes())
        {
            length += Fold(rune, folded[length..]);
        }

        var key = UnicodeText.Compose(folded[..length], scratch);
        var target = keys.Reserve(Encoding.UTF8.GetMaxByteCount(key.Length));
        Utf8.FromUtf16(key, target, out _, out var written);
        Commit(keys, written);
    }

    private static void Commit(TextColumn keys, int length)
    {
        if (length == 0)
        {
            keys.AppendNull();
        }
        else
        {
            keys.Commit(length);
        }
    }

    /// <summary>The folded letters of one decomposed character, at most two; none for what is no part of a spelling.</summary>
    internal static int Fold(Rune rune, Span<char> target)
    {
        // Upper and back again: final and medial sigma, long s and s become one.
        var folded = Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
        if (SpecialLetters.Spell(folded.Value) is { } spelled)
        {
            spelled.CopyTo(target);
            return spelled.Length;
        }

        return IsKept(folded) ? folded.EncodeToUtf16(target) : 0;
    }

    // Marks other than those stripped are vowel signs and the like: in their scripts they are part of the spelling.
    private static bool IsKept(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark && !SpecialLetters.IsDiacritic(rune.Value));
}
