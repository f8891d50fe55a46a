using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Soql;

/// <summary>Functions that take a part of a date or a date-time, in UTC; fiscal years are the calendar's and weeks of a year begin on its first day.</summary>
internal static class DateFunction
{
    public static bool IsKnown(string name) => name == "DAY_ONLY" || Part(name, DateTime.UnixEpoch) is not null;

    /// <summary>The function takes the field: those of an hour or a day alone need a date-time.</summary>
    public static bool Takes(string name, Field field) => field.Type == FieldType.DateTime || (field.Type == FieldType.Date && name is not ("DAY_ONLY" or "HOUR_IN_DAY"));

    /// <summary>What stands for the field in comparisons and results.</summary>
    public static Field Result(string name, Field field) => new()
    {
        Name = field.Name,
        Label = field.Label,
        Type = name == "DAY_ONLY" ? FieldType.Date : FieldType.Int,
        WireType = name == "DAY_ONLY" ? "date" : "int",
    };

    /// <summary>The result in CSV form of a filled value.</summary>
    public static byte[] Of(string name, ReadOnlySpan<byte> value)
    {
        if (name == "DAY_ONLY" || !Stamp.TryParse(value, out var seconds))
        {
            return value[..10].ToArray();
        }
        return Encoding.ASCII.GetBytes(Part(name, DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime)!.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static int? Part(string name, DateTime at) => name switch
    {
        "CALENDAR_YEAR" or "FISCAL_YEAR" => at.Year,
        "CALENDAR_QUARTER" or "FISCAL_QUARTER" => ((at.Month - 1) / 3) + 1,
        "CALENDAR_MONTH" or "FISCAL_MONTH" => at.Month,
        "DAY_IN_MONTH" => at.Day,
        "DAY_IN_WEEK" => (int)at.DayOfWeek + 1,
        "DAY_IN_YEAR" => at.DayOfYear,
        "HOUR_IN_DAY" => at.Hour,
        "WEEK_IN_MONTH" => ((at.Day - 1) / 7) + 1,
        "WEEK_IN_YEAR" => ((at.DayOfYear - 1) / 7) + 1,
        _ => null,
    };
}
