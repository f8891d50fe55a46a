using System.Text;
using System.Text.Unicode;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Normalize;

/// <summary>Whether a cell can be worked on at all.</summary>
internal static class CellCheck
{
    /// <summary>The code of what is wrong with <paramref name="value"/>, or null.</summary>
    public static string? Fault(ReadOnlySpan<byte> value, int maxBytes)
    {
        if (value.Length > maxBytes)
        {
            return RejectCodes.CellTooLong;
        }

        if (value.Contains((byte)0))
        {
            return RejectCodes.NulCharacter;
        }

        // U+FFFE is a byte-swapped byte order mark, reserved never to be a character; .NET refuses to normalise text that holds it.
        return Ascii.IsValid(value) || (Utf8.IsValid(value) && value.IndexOf("\uFFFE"u8) < 0) ? null : RejectCodes.InvalidUtf8;
    }

    /// <summary>One line for people.</summary>
    public static string Detail(string code, int length, int maxBytes) => code switch
    {
        RejectCodes.CellTooLong => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{length} bytes; the cap is {maxBytes}"),
        RejectCodes.NulCharacter => "the value holds a NUL character",
        _ => "the value is not valid UTF-8",
    };
}
