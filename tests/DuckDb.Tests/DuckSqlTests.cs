namespace ContactSync.DuckDb.Tests;

public sealed class DuckSqlTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("it's; drop table t; --")]
    [InlineData("double \" quote")]
    [InlineData("back\\slash\nand line")]
    public void A_quoted_text_is_only_a_text(string text)
    {
        using var test = new TestDatabase();

        Assert.Equal(text, test.Connection.Text($"select {DuckSql.Literal(text)}"));
        using var result = test.Connection.Query($"select 1 as {DuckSql.Identifier(text)}");
        Assert.Equal(text, result.Columns[0].Name);
    }

    [Fact]
    public void A_NUL_is_refused()
    {
        Assert.Throws<ArgumentException>(() => DuckSql.Literal("a\0b"));
        Assert.Throws<ArgumentException>(() => DuckSql.Identifier("a\0b"));
    }
}
