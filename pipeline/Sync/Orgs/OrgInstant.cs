using System.Buffers.Text;

namespace ContactSync.Orgs;

/// <summary>The instants of the wire: <c>2026-01-02T21:33:43.000Z</c> in CSV, <c>…+0000</c> in JSON, always UTC.</summary>
internal static class OrgInstant
{
    /// <summary>Microseconds since the Unix epoch; false for anything that is not such an instant.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < 24 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.'
            || !(text[23..].SequenceEqual("Z"u8) || text[23..].SequenceEqual("+0000"u8) || text[23..].SequenceEqual("+00:00"u8))
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second)
            || !Number(text[20..23], out var millisecond)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var instant = new DateTime(year, month, day, hour, minute, second, millisecond, DateTimeKind.Utc);
        microseconds = (instant - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int value) =>
        Utf8Parser.TryParse(digits, out value, out var used) && used == digits.Length && value >= 0;
}
