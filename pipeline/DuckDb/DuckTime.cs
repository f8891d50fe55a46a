namespace ContactSync.DuckDb;

/// <summary>Instants and days between .NET and DuckDB, which counts microseconds and days from 1970-01-01 UTC.</summary>
internal static class DuckTime
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static long Microseconds(DateTimeOffset instant) =>
        (long)Math.Floor((instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset Instant(long microseconds)
    {
        var ticks = (Int128)microseconds * TimeSpan.TicksPerMicrosecond + DateTimeOffset.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset((long)ticks, TimeSpan.Zero)
            : throw new OverflowException($"The timestamp of {microseconds} microseconds is outside the years 1 to 9999.");
    }

    public static int Days(DateOnly day) => day.DayNumber - EpochDay;

    public static DateOnly Day(int days)
    {
        var number = (long)days + EpochDay;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : throw new OverflowException($"The date of {days} days since 1970 is outside the years 1 to 9999.");
    }
}
