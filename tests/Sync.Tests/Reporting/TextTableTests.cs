using ContactSync.Reporting;

namespace ContactSync.Sync.Tests.Reporting;

public sealed class TextTableTests
{
    private static readonly string[] Names = ["run", "what", "detail"];
    private static readonly string?[][] Rows = [["r1", "matched", "by e-mail, supporter 5 and Contact 003"], ["r2", null, "x"]];

    [Theory]
    [InlineData(null)]
    [InlineData(80)]
    public void Rows_that_fit_stand_under_the_names_of_their_columns(int? columns) => Assert.Equal(
        """
        run  what     detail
        ---  -------  --------------------------------------
        r1   matched  by e-mail, supporter 5 and Contact 003
        r2            x
        (2 rows)

        """,
        Text(columns, Rows));

    [Fact]
    public void The_last_column_goes_on_below_where_the_terminal_is_too_narrow() => Assert.Equal(
        """
        run  what     detail
        ---  -------  ------------------------------
        r1   matched  by e-mail, supporter 5 and
                      Contact 003
        r2            x
        (2 rows)

        """,
        Text(44, Rows));

    [Fact]
    public void Where_that_leaves_too_little_room_rows_are_printed_down_without_blanks() => Assert.Equal(
        """
        run     r1
        what    matched
        detail  by e-mail, supporter 5 and
                Contact 003
        ------
        run     r2
        detail  x
        ------
        (2 rows)

        """,
        Text(36, Rows));

    [Fact]
    public void No_rows_are_a_head_and_a_count() => Assert.Equal("run  what  detail\n---  ----  ------\n(0 rows)\n", Text(10, []));

    private static string Text(int? columns, string?[][] rows)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new TextTable(text, columns).Write(Names, rows);
        return text.ToString();
    }
}
