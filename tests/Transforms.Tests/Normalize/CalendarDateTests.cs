using System.Globalization;
using System.Text;
using ContactSync.Transforms.Normalize;
using FsCheck;
using FsCheck.Fluent;

namespace ContactSync.Transforms.Tests.Normalize;

public class CalendarDateTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1700-01-01")]
    [InlineData("1970-01-31")]
    [InlineData("2000-02-29")]
    [InlineData("4000-12-31")]
    public void A_day_of_the_calendar_or_a_blank_has_no_fault(string value) => Assert.Null(Fault(value));

    [Theory]
    [InlineData("1847-72-18")]
    [InlineData("1900-02-29")]
    [InlineData("1970-00-10")]
    [InlineData("1970-10-00")]
    [InlineData("0000-01-01")]
    [InlineData("-1847-07-1")]
    [InlineData("31/01/1970")]
    [InlineData("1970-1-31")]
    [InlineData("1970-01-31T00:00:00")]
    [InlineData("19700131")]
    [InlineData("1970")]
    [InlineData("unknown")]
    [InlineData("１９７０-01-31")]
    public void What_is_no_day_of_the_calendar_as_year_month_day_is_no_date(string value) => Assert.Equal(UnusableCodes.NoDate, Fault(value));

    [Theory]
    [InlineData("1699-12-31")]
    [InlineData("4001-01-01")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void A_day_that_no_org_holds_is_out_of_range(string value) => Assert.Equal(UnusableCodes.DateOutOfRange, Fault(value));

    [Fact]
    public void It_agrees_with_the_calendar_of_the_platform() =>
        Prop.ForAll(Arb.From(Gen.Choose(1690, 4010).SelectMany(y => Gen.Choose(0, 13).SelectMany(m => Gen.Choose(0, 32).Select(d => $"{y:D4}-{m:D2}-{d:D2}")))), value =>
        {
            var usable = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1700 and <= 4000;
            return Fault(value) is null == usable;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static string? Fault(string value) => CalendarDate.Fault(Encoding.UTF8.GetBytes(value));
}
