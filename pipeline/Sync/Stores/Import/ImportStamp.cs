using System.Globalization;
using System.Text;

namespace ContactSync.Stores.Import;

/// <summary>
/// Reads a record's own stamp: ISO 8601 date and time with seconds, a <c>T</c> or a blank between, an offset or <c>Z</c>; without one it is UTC. A
/// date alone is no stamp: it would make every edit look as if made at midnight.
/// </summary>
internal static class ImportStamp
{
    private const int Longest = 40;
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

    /// <summary>The instant in whole microseconds, as the store keeps it; false where the text is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset at)
    {
        at = default;
        text = text.Trim(" \t\r\n"u8);
        if (text.Length > Longest || !Ascii.IsValid(text))
        {
            return false;
        }

        Span<char> chars = stackalloc char[Longest];
        var length = Encoding.ASCII.GetChars(text, chars);
        if (!DateTimeOffset.TryParseExact(chars[..length], Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read))
        {
            return false;
        }

        at = read.AddTicks(-(read.Ticks % TimeSpan.TicksPerMicrosecond));
        return true;
    }
}
