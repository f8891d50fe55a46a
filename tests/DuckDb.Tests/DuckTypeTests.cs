namespace ContactSync.DuckDb.Tests;

public sealed class DuckTypeTests
{
    [Theory]
    [InlineData("STRUCT(\"field\" VARCHAR, \"before\" VARCHAR)[]")]
    [InlineData("MAP(VARCHAR, DECIMAL(38,10))")]
    [InlineData("INTEGER[3]")]
    [InlineData("ENUM('a', 'it''s')")]
    [InlineData("TIMESTAMP WITH TIME ZONE")]
    [InlineData("TIMESTAMP_NS")]
    [InlineData("UUID")]
    public void A_type_reads_as_SQL_writes_it(string sql)
    {
        using var test = new TestDatabase();
        using var result = test.Connection.Query($"select null::{sql}");
        var type = result.Columns[0].Type;

        Assert.Equal(sql, type.ToString());
    }
}
