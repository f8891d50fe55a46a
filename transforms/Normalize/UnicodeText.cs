using System.Text;
using System.Text.Unicode;

namespace ContactSync.Transforms.Normalize;

/// <summary>
/// Canonical form of any valid UTF-8 text without U+FFFE: Unicode's composed form (NFC), white space as in <see cref="AsciiText"/>, invisible
/// characters trimmed.
/// </summary>
internal static class UnicodeText
{
    /// <summary>Everything below is in composed form already, whatever stands beside it.</summary>
    private const char FirstThatMayCompose = '\u0300';

    /// <summary>The canonical form, in the scratch memory.</summary>
    public static ReadOnlySpan<byte> Collapse(ReadOnlySpan<byte> value, bool lower, Scratch scratch)
    {
        var text = scratch.First(value.Length);
        Utf8.ToUtf16(value, text, out _, out var length);
        text = Compose(text[..length], scratch);
        if (lower)
        {
            // Lower case first where it makes a composable pair: upper-case H with line below has no composed form, the lower-case one has.
            var lowered = scratch.Second(text.Length)[..text.Length];
            ((ReadOnlySpan<char>)text).ToLowerInvariant(lowered);
            lowered.CopyTo(text);
            text = Compose(text, scratch);
        }

        text = text[..CollapseInPlace(text)];
        var target = scratch.Bytes(Encoding.UTF8.GetMaxByteCount(text.Length));
        Utf8.FromUtf16(text, target, out _, out var written);
        return target[..written];
    }

    /// <summary>The composed form of what stands in the first character buffer, in the first character buffer.</summary>
    internal static Span<char> Compose(Span<char> text, Scratch scratch)
    {
        ReadOnlySpan<char> source = text;
        if (!source.ContainsAnyInRange(FirstThatMayCompose, char.MaxValue) || source.IsNormalized(NormalizationForm.FormC))
        {
            return text;
        }

        var composed = Normalize(text, NormalizationForm.FormC, scratch);
        var target = scratch.First(composed.Length)[..composed.Length];
        composed.CopyTo(target);
        return target;
    }

    /// <summary><paramref name="text"/> in that form, in the second character buffer.</summary>
    internal static Span<char> Normalize(ReadOnlySpan<char> text, NormalizationForm form, Scratch scratch)
    {
        var target = scratch.Second((2 * text.Length) + 16);
        int length;
        while (!text.TryNormalize(target, out length, form))
        {
            target = scratch.Second(2 * target.Length);
        }

        return target[..length];
    }

    private static int CollapseInPlace(Span<char> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsLineBreak(c))
            {
                length -= length > 0 && text[length - 1] == ' ' ? 1 : 0;
                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                length = length > 0 ? Put(text, length, '\n') : 0;
            }
            else if (char.IsWhiteSpace(c))
            {
                length = length > 0 && text[length - 1] is not (' ' or '\n') ? Put(text, length, ' ') : length;
            }
            else if (length > 0 || !IsInvisible(c))
            {
                length = Put(text, length, c);
            }
        }

        while (length > 0 && (text[length - 1] is ' ' or '\n' || IsInvisible(text[length - 1])))
        {
            length--;
        }

        return length;
    }

    private static int Put(Span<char> text, int at, char c)
    {
        text[at] = c;
        return at + 1;
    }

    private static bool IsLineBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    // Soft hyphen, zero-width spaces and joiners, direction marks, byte order mark: nothing to see, so nothing to keep at an end.
    private static bool IsInvisible(char c) =>
        c is '\u00AD' or '\u180E' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';
}
