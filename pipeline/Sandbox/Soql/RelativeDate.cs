using System.Globalization;

namespace ContactSync.Sandbox.Soql;

/// <summary>
/// Spans of days named from today, such as <c>YESTERDAY</c>, <c>THIS_MONTH</c> and <c>LAST_N_DAYS:7</c>. Weeks begin on Sunday,
/// fiscal years in January, days at midnight UTC.
/// </summary>
internal static class RelativeDate
{
    private static readonly string[] Units = ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];

    public static bool IsKnown(string name) => Span(name, NeedsNumber(name) ? 1 : 0) is not null;

    /// <summary>The name goes on with a colon and a number.</summary>
    public static bool NeedsNumber(string name) =>
        name.StartsWith("N_", StringComparison.OrdinalIgnoreCase) || name.Contains("_N_", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first day and the day after the last, of a known name, with its number after a colon where it needs one.</summary>
    public static (DateOnly From, DateOnly To) Days(string literal, DateOnly today)
    {
        var colon = literal.IndexOf(':', StringComparison.Ordinal);
        var number = colon < 0 ? 0 : int.Parse(literal.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        var (unit, from, to) = Span(colon < 0 ? literal : literal[..colon], number) ?? throw new ArgumentException("No such date: " + literal);
        return (Start(unit, from, today), Start(unit, to, today));
    }

    /// <summary>The unit, and the first and the end counted in it from the one that holds today.</summary>
    private static (string Unit, long From, long To)? Span(string name, long n)
    {
        var text = name.ToUpperInvariant();
        var plain = text.Replace("FISCAL_", "", StringComparison.Ordinal);
        if (plain != text && !plain.Contains("QUARTER", StringComparison.Ordinal) && !plain.Contains("YEAR", StringComparison.Ordinal))
        {
            return null;
        }
        switch (plain)
        {
            case "YESTERDAY": return ("DAY", -1, 0);
            case "TODAY": return ("DAY", 0, 1);
            case "TOMORROW": return ("DAY", 1, 2);
            case "LAST_90_DAYS": return ("DAY", -90, 1);
            case "NEXT_90_DAYS": return ("DAY", 1, 91);
            // Unlike the other units, the last days take in today.
            case "LAST_N_DAYS": return ("DAY", -n, 1);
        }
        foreach (var unit in Units)
        {
            (string, long, long)? span = plain.Replace(unit, "#", StringComparison.Ordinal) switch
            {
                "LAST_#" when unit != "DAY" => (unit, -1, 0),
                "THIS_#" when unit != "DAY" => (unit, 0, 1),
                "NEXT_#" when unit != "DAY" => (unit, 1, 2),
                "LAST_N_#S" => (unit, -n, 0),
                "NEXT_N_#S" => (unit, 1, n + 1),
                "N_#S_AGO" => (unit, -n, 1 - n),
                _ => null,
            };
            if (span is not null)
            {
                return span;
            }
        }
        return null;
    }

    private static DateOnly Start(string unit, long steps, DateOnly today) => unit switch
    {
        "DAY" => Day(today.DayNumber + steps),
        "WEEK" => Day(today.DayNumber - (int)today.DayOfWeek + (7 * steps)),
        "MONTH" => Month(today, 1, steps),
        "QUARTER" => Month(today, 3, steps),
        _ => Month(today, 12, steps),
    };

    private static DateOnly Day(long number) => DateOnly.FromDayNumber((int)Math.Clamp(number, 0, DateOnly.MaxValue.DayNumber));

    private static DateOnly Month(DateOnly today, int months, long steps)
    {
        var month = (today.Year * 12L) + today.Month - 1;
        month = Math.Clamp(month - (month % months) + (months * steps), 12, (9999 * 12) + 11);
        return new DateOnly((int)(month / 12), (int)(month % 12) + 1, 1);
    }
}
