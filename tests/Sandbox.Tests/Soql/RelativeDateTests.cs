using ContactSync.Sandbox.Soql;

namespace ContactSync.Sandbox.Tests.Soql;

public sealed class RelativeDateTests
{
    // A Wednesday.
    private static readonly DateOnly Today = new(2026, 5, 13);

    [Theory]
    [InlineData("YESTERDAY", "2026-05-12", "2026-05-13")]
    [InlineData("today", "2026-05-13", "2026-05-14")]
    [InlineData("TOMORROW", "2026-05-14", "2026-05-15")]
    [InlineData("LAST_WEEK", "2026-05-03", "2026-05-10")]
    [InlineData("THIS_WEEK", "2026-05-10", "2026-05-17")]
    [InlineData("NEXT_WEEK", "2026-05-17", "2026-05-24")]
    [InlineData("LAST_MONTH", "2026-04-01", "2026-05-01")]
    [InlineData("THIS_MONTH", "2026-05-01", "2026-06-01")]
    [InlineData("NEXT_MONTH", "2026-06-01", "2026-07-01")]
    [InlineData("LAST_90_DAYS", "2026-02-12", "2026-05-14")]
    [InlineData("NEXT_90_DAYS", "2026-05-14", "2026-08-12")]
    [InlineData("LAST_N_DAYS:7", "2026-05-06", "2026-05-14")]
    [InlineData("NEXT_N_DAYS:7", "2026-05-14", "2026-05-21")]
    [InlineData("N_DAYS_AGO:2", "2026-05-11", "2026-05-12")]
    [InlineData("LAST_N_WEEKS:2", "2026-04-26", "2026-05-10")]
    [InlineData("N_WEEKS_AGO:1", "2026-05-03", "2026-05-10")]
    [InlineData("LAST_N_MONTHS:6", "2025-11-01", "2026-05-01")]
    [InlineData("NEXT_N_MONTHS:1", "2026-06-01", "2026-07-01")]
    [InlineData("N_MONTHS_AGO:5", "2025-12-01", "2026-01-01")]
    [InlineData("THIS_QUARTER", "2026-04-01", "2026-07-01")]
    [InlineData("LAST_N_QUARTERS:2", "2025-10-01", "2026-04-01")]
    [InlineData("NEXT_FISCAL_QUARTER", "2026-07-01", "2026-10-01")]
    [InlineData("THIS_YEAR", "2026-01-01", "2027-01-01")]
    [InlineData("N_FISCAL_YEARS_AGO:1", "2025-01-01", "2026-01-01")]
    [InlineData("LAST_N_DAYS:2147483647", "0001-01-01", "2026-05-14")]
    [InlineData("NEXT_N_YEARS:2147483647", "2027-01-01", "9999-12-01")]
    public void A_name_is_a_span_of_days(string literal, string from, string to)
    {
        Assert.True(RelativeDate.IsKnown(literal.Split(':')[0]));
        Assert.Equal(literal.Contains(':', StringComparison.Ordinal), RelativeDate.NeedsNumber(literal));
        Assert.Equal((from, to), (Text(RelativeDate.Days(literal, Today).From), Text(RelativeDate.Days(literal, Today).To)));
    }

    [Theory]
    [InlineData("LAST_DAY")]
    [InlineData("THIS_FISCAL_MONTH")]
    [InlineData("N_DAYS")]
    [InlineData("LastName")]
    public void Other_words_are_no_dates(string word) => Assert.False(RelativeDate.IsKnown(word));

    private static string Text(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
