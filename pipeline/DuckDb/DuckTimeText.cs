using System.Globalization;

namespace ContactSync.DuckDb;

/// <summary>Dates, times, instants and intervals as ISO text.</summary>
internal static unsafe class DuckTimeText
{
    private const long Day = 86_400_000_000;

    /// <summary>The text of one value; null when the type is none of these.</summary>
    public static string? Of(byte* data, int row, DuckType type) => type.Id switch
    {
        DuckTypeId.Date => Date(Slot.At<int>(data, row)),
        DuckTypeId.Time => Time(Slot.At<long>(data, row)),
        DuckTypeId.Timestamp => Instant(Slot.At<long>(data, row), 1, ""),
        DuckTypeId.TimestampTz => Instant(Slot.At<long>(data, row), 1, "Z"),
        DuckTypeId.TimestampS => Instant(Slot.At<long>(data, row), 1_000_000, ""),
        DuckTypeId.TimestampMs => Instant(Slot.At<long>(data, row), 1_000, ""),
        DuckTypeId.TimestampNs => Nanoseconds(Slot.At<long>(data, row)),
        DuckTypeId.Interval => Interval(Slot.At<NativeInterval>(data, row)),
        _ => null,
    };

    private static string Date(int days) => days switch
    {
        int.MaxValue => "infinity",
        -int.MaxValue => "-infinity",
        _ => DuckTime.Day(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static string Time(long microseconds)
    {
        var (seconds, fraction) = Math.DivRem(microseconds, 1_000_000);
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return fraction == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}.{fraction:000000}").TrimEnd('0');
    }

    private static string Instant(long value, long microsecondsEach, string zone)
    {
        if (value is long.MaxValue or -long.MaxValue)
        {
            return value > 0 ? "infinity" : "-infinity";
        }

        var microseconds = checked(value * microsecondsEach);
        var days = (long)Math.Floor(microseconds / (decimal)Day);
        return $"{Date(checked((int)days))}T{Time(microseconds - days * Day)}{zone}";
    }

    private static string Nanoseconds(long value)
    {
        var whole = (long)Math.Floor(value / 1_000m);
        var rest = value - whole * 1_000;
        var text = Instant(whole, 1, "");
        if (rest == 0 || value is long.MaxValue or -long.MaxValue)
        {
            return text;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var micros = point < 0 ? "" : text[(point + 1)..];
        return string.Create(CultureInfo.InvariantCulture, $"{(point < 0 ? text : text[..point])}.{micros.PadRight(6, '0')}{rest:000}").TrimEnd('0');
    }

    private static string Interval(NativeInterval interval)
    {
        var parts = new List<string>(4);
        Add(interval.Months / 12, "year");
        Add(interval.Months % 12, "month");
        Add(interval.Days, "day");
        if (interval.Microseconds != 0 || parts.Count == 0)
        {
            parts.Add((interval.Microseconds < 0 ? "-" : "") + Time(Math.Abs(interval.Microseconds)));
        }

        return string.Join(' ', parts);

        void Add(int count, string unit)
        {
            if (count != 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count is 1 or -1 ? "" : "s")}"));
            }
        }
    }

    /// <summary><c>duckdb_interval</c>.</summary>
    private struct NativeInterval
    {
#pragma warning disable CS0649 // filled by reading it from a vector
        public int Months;
        public int Days;
        public long Microseconds;
#pragma warning restore CS0649
    }
}
