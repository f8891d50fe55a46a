namespace ContactSync.Transforms.People;

/// <summary>
/// Dates of birth as people and systems write them: 19710624, 1971-06-24, 24.06.1971, 6/24/1971, 1971-06, 1971. A day and a month that could be either
/// are read day first; comparing allows for the other order.
/// </summary>
internal static class BirthDate
{
    private const int Earliest = 1600;
    private const int Latest = 2200;

    /// <summary>Year, month, day as one number, month and day 0 where not given; 0 where it is no date. 1900-01-01 stands for no date.</summary>
    public static int Parse(ReadOnlySpan<byte> value)
    {
        Span<int> parts = stackalloc int[4];
        Span<int> digits = stackalloc int[4];
        var count = 0;
        for (var i = 0; i < value.Length && count < 4; i++)
        {
            if (value[i] is < (byte)'0' or > (byte)'9')
            {
                continue;
            }

            var start = i;
            var number = 0;
            for (; i < value.Length && value[i] is >= (byte)'0' and <= (byte)'9' && i - start < 9; i++)
            {
                number = (10 * number) + value[i] - '0';
            }

            (parts[count], digits[count]) = (number, i - start);
            count++;
        }

        var date = (count, digits[0]) switch
        {
            (1, 8) => (parts[0] / 10000, parts[0] / 100 % 100, parts[0] % 100),
            (1, 4) => (parts[0], 0, 0),
            (2, 4) => (parts[0], parts[1], 0),
            ( >= 3, 4) => (parts[0], parts[1], parts[2]),
            ( >= 3, <= 2) when digits[2] == 4 => parts[1] > 12 ? (parts[2], parts[0], parts[1]) : (parts[2], parts[1], parts[0]),
            _ => (0, 0, 0),
        };
        return Check(date.Item1, date.Item2, date.Item3);
    }

    private static int Check(int year, int month, int day)
    {
        if (month is > 12 and <= 31 && day is > 0 and <= 12)
        {
            (month, day) = (day, month);
        }

        var valid = year is >= Earliest and <= Latest && month is >= 0 and <= 12 && day is >= 0 and <= 31;
        var placeholder = year == 1900 && month == 1 && day == 1;
        return valid && !placeholder ? (year * 10000) + (month * 100) + day : 0;
    }
}
