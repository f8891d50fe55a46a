using System.Text;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Normalize;

/// <summary>
/// The canonical form of one value by the type of its column; normalising it again changes nothing. Blank (empty, or only white space and
/// invisible characters) is the empty value. What does not fit its type is kept as text, for the other side to judge.
/// </summary>
internal static class CanonicalValue
{
    /// <summary>The canonical form: a part of <paramref name="value"/> or of the scratch memory, valid until that is used again.</summary>
    public static ReadOnlySpan<byte> Of(ColumnType type, ReadOnlySpan<byte> value, SlabTraits traits, Scratch scratch)
    {
        var ascii = traits.IsAscii || Ascii.IsValid(value);
        var text = ascii
            ? AsciiText.Collapse(value, traits.MayHoldRuns, scratch)
            : UnicodeText.Collapse(value, lower: type == ColumnType.Email, scratch);
        return type switch
        {
            _ when text.IsEmpty => text,
            ColumnType.Email => ascii ? Lower(text, scratch) : text,
            ColumnType.Boolean => Boolean(text),
            ColumnType.Number => Number(text, scratch),
            // A date is canonical as it is; CalendarDate judges whether it is one.
            _ => text,
        };
    }

    private static ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text, Scratch scratch)
    {
        if (!text.ContainsAnyInRange((byte)'A', (byte)'Z'))
        {
            return text;
        }

        var lowered = scratch.Bytes(text.Length)[..text.Length];
        if (text.Overlaps(lowered))
        {
            Ascii.ToLowerInPlace(lowered, out _);
        }
        else
        {
            Ascii.ToLower(text, lowered, out _);
        }

        return lowered;
    }

    private static ReadOnlySpan<byte> Boolean(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'1'] => "true"u8,
        [(byte)'0'] => "false"u8,
        { Length: 4 } when Ascii.EqualsIgnoreCase(text, "true"u8) => "true"u8,
        { Length: 5 } when Ascii.EqualsIgnoreCase(text, "false"u8) => "false"u8,
        _ => text,
    };

    private static ReadOnlySpan<byte> Number(ReadOnlySpan<byte> text, Scratch scratch)
    {
        Span<byte> number = stackalloc byte[(2 * CanonicalNumber.MaxDigits) + 3];
        if (!CanonicalNumber.TryWrite(text, number, out var written))
        {
            return text;
        }

        var target = scratch.Bytes(written);
        number[..written].CopyTo(target);
        return target[..written];
    }
}
