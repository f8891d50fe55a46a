using ContactSync.Reporting;

namespace ContactSync.Sync.Tests.Reporting;

public sealed class ScreenTests
{
    [Fact]
    public void A_line_that_does_not_fit_goes_on_below_its_text_between_words()
    {
        Assert.Equal(
            """
            check local      12,000 = 11,777 planned
                             + 132 skipped

            """,
            Text(41, s => s.Line("check local", "12,000 = 11,777 planned + 132 skipped")));
    }

    [Fact]
    public void A_word_longer_than_a_line_is_broken_and_nothing_of_it_is_lost() => Assert.Equal(
        "plan copy        SHA-256\n                 0123456789abcdef01234\n                 56789\n",
        Text(38, s => s.Line("plan copy", "SHA-256 0123456789abcdef0123456789")));

    [Fact]
    public void A_step_that_goes_on_is_set_in_as_far_as_it_began() => Assert.Equal(
        "                   1. In Setup, make a\n                   flow\n",
        Text(40, s => s.Line("", "  1. In Setup, make a flow")));

    [Fact]
    public void Seconds_stand_at_the_edge_of_the_terminal_or_below_where_they_do_not_fit()
    {
        Assert.Equal("match            0 by id          1.1 s\n", Text(39, s => s.Line("match", "0 by id", TimeSpan.FromSeconds(1.1))));
        Assert.Equal("match            8,000 by e-mail, 31 to\n                 review            1.1 s\n", Text(40, s => s.Line("match", "8,000 by e-mail, 31 to review", TimeSpan.FromSeconds(1.1))));
        Assert.Equal("match            31 to review, again\n                                 1.1 s\n", Text(38, s => s.Line("match", "31 to review, again", TimeSpan.FromSeconds(1.1))));
    }

    [Fact]
    public void Without_a_terminal_lines_stay_whole() => Assert.Equal(
        $"next             {new string('x', 300)}  1.1 s\n", Text(null, s => s.Line("next", new string('x', 300), TimeSpan.FromSeconds(1.1))));

    private static string Text(int? columns, Action<Screen> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        write(new Screen(text, columns));
        return text.ToString();
    }
}
