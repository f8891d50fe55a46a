namespace ContactSync.Transforms.Normalize;

/// <summary>
/// Which dates can be kept in step: <c>yyyy-MM-dd</c>, a day of the calendar, of the years 1700 to 4000, which are all that an org holds. No
/// other form is read as a date: it could mean two days.
/// </summary>
internal static class CalendarDate
{
    private const int FirstYear = 1700;
    private const int LastYear = 4000;

    /// <summary>The code of what is wrong with a canonical value, or null; a blank is no fault.</summary>
    public static string? Fault(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        if (value.Length != 10 || value[4] != '-' || value[7] != '-'
            || !TryRead(value[..4], out var year) || !TryRead(value[5..7], out var month) || !TryRead(value[8..], out var day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return UnusableCodes.NoDate;
        }

        return year is < FirstYear or > LastYear ? UnusableCodes.DateOutOfRange : null;
    }

    private static bool TryRead(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            number = (10 * number) + digit - '0';
        }

        return true;
    }
}
