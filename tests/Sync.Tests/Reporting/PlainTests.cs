using ContactSync.Reporting;

namespace ContactSync.Sync.Tests.Reporting;

public sealed class PlainTests
{
    [Theory]
    [InlineData("Zoë 4 ≥ 3", "Zoë 4 ≥ 3")]
    [InlineData("\u001b[2Jx\r\ny\0", "?[2Jx??y?")]
    [InlineData("a\u202Eb\u2066c\u200Fd\u009Be", "a?b?c?d?e")]
    public void What_could_steer_a_terminal_is_shown_and_not_done(string text, string shown) => Assert.Equal(shown, Plain.Clean(text));

    [Fact]
    public void Numbers_have_one_form_in_every_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new("de-DE");
        try
        {
            Assert.Equal("1,234,567", Plain.Count(1_234_567));
            Assert.Equal(["0.9 s", "59.9 s", "3 m 20 s"], new[] { 0.94, 59.9, 200 }.Select(s => Plain.Seconds(TimeSpan.FromSeconds(s))));
            Assert.Equal(["999 B", "3.4 MB", "1.0 GB"], new[] { 999L, 3_400_000, 1_000_000_000 }.Select(Plain.Size));
            Assert.Equal("97 %", Plain.Share(0.967));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
