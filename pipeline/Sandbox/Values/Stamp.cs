using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ContactSync.Sandbox.Values;

/// <summary>Instants as whole seconds since the Unix epoch, UTC; the org stores nothing finer.</summary>
internal static class Stamp
{
    /// <summary>Length of <c>2026-01-02T21:33:43.000Z</c>.</summary>
    public const int TextLength = 24;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd",
    ];

    public static void Write(long seconds, Span<byte> destination)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);

        // The formatter wants room for its seven decimals and the zone, which are not the org's form.
        Span<byte> round = stackalloc byte[33];
        Utf8Formatter.TryFormat(at.UtcDateTime, round, out _, 'O');
        round[..19].CopyTo(destination);
        ".000Z"u8.CopyTo(destination[19..]);
    }

    /// <summary>Reads an instant in any form the API accepts; a date alone is its midnight. Fractions of a second are dropped.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text.Length is < 10 or > 40)
        {
            return false;
        }
        var chars = Encoding.UTF8.GetString(text);
        if (chars.Length > 5 && chars[^5] is '+' or '-' && chars.Length > 19)
        {
            chars = chars.Insert(chars.Length - 2, ":");
        }
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(chars, Formats, CultureInfo.InvariantCulture, Utc, out var at) || at.Year < 1700 || at.Year > 4000)
        {
            return false;
        }
        seconds = at.ToUnixTimeSeconds();
        return true;
    }

    /// <summary>The day of an instant, UTC, as a date field holds it.</summary>
    public static string Day(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Json(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000+0000'", CultureInfo.InvariantCulture);
}
