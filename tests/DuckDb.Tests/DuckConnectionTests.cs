namespace ContactSync.DuckDb.Tests;

public sealed class DuckConnectionTests : IDisposable
{
    private readonly TestDatabase _test = new();

    private DuckConnection Connection => _test.Connection;

    [Fact]
    public void Several_statements_run_in_order_and_their_rows_add_up()
    {
        var changed = Connection.Execute("""
            create table t (a integer);
            insert into t values (1), (2), (3);
            update t set a = a + 1 where a > 1; -- a comment with ; in it
            delete from t where a = 1;
            """);

        Assert.Equal(6, changed);
        Assert.Equal(7, Connection.Scalar<long>("select sum(a)::bigint from t"));
    }

    [Fact]
    public void The_statements_before_a_failure_have_taken_effect()
    {
        Assert.Throws<DuckDbException>(() => Connection.Execute("create table t (a integer); insert into nowhere values (1); drop table t"));

        Assert.Equal(0, Connection.Scalar<long>("select count(*) from t"));
    }

    [Fact]
    public void An_empty_text_changes_nothing() => Assert.Equal(0, Connection.Execute(" -- nothing \n"));

    [Fact]
    public void An_error_carries_DuckDBs_text_and_the_first_line_of_the_statement()
    {
        var error = Assert.Throws<DuckDbException>(() => Connection.Execute("\n  select nothing_here\nfrom range(3)"));

        Assert.Equal(DuckErrorKind.Binder, error.Kind);
        Assert.Contains("nothing_here\" not found", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("in: select nothing_here", error.Message, StringComparison.Ordinal);
        Assert.Equal("\n  select nothing_here\nfrom range(3)", error.Statement);
    }

    [Theory]
    [InlineData("selec 1", DuckErrorKind.Parser)]
    [InlineData("select * from nowhere", DuckErrorKind.Catalog)]
    [InlineData("select 'x'::integer", DuckErrorKind.Conversion)]
    [InlineData("create table u (a integer primary key); insert into u values (1), (1)", DuckErrorKind.Constraint)]
    [InlineData("select error('by hand')", DuckErrorKind.InvalidInput)]
    public void An_error_has_its_kind(string sql, DuckErrorKind kind)
    {
        var error = Assert.Throws<DuckDbException>(() => Connection.Execute(sql));

        Assert.Equal(kind, error.Kind);
    }

    [Fact]
    public void A_query_is_one_statement()
    {
        var error = Assert.Throws<DuckDbException>(() => Connection.Query("select 1; select 2"));

        Assert.Contains("multiple statements", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_statement_is_refused_while_rows_are_still_open()
    {
        using (var open = Connection.Query("select * from range(100000)"))
        {
            Assert.True(open.NextChunk());
            Assert.Throws<InvalidOperationException>(() => Connection.Execute("select 1"));
            Assert.Throws<InvalidOperationException>(() => Connection.Query("select 1"));
            Assert.True(open.NextChunk());
        }

        Assert.Equal(1, Connection.Scalar<int>("select 1"));
    }

    [Fact]
    public void A_result_read_to_its_end_frees_the_connection()
    {
        var result = Connection.Query("select 1");
        Assert.True(result.NextChunk());
        Assert.False(result.NextChunk());
        Assert.False(result.NextChunk());

        Assert.Equal(2, Connection.Scalar<int>("select 2"));
    }

    [Fact]
    public void Connections_share_tables_but_not_transactions()
    {
        using var other = _test.Connect();
        Connection.Execute("create table t (a integer); begin; insert into t values (1)");

        Assert.Equal(0, other.Scalar<long>("select count(*) from t"));
        Connection.Execute("commit");
        Assert.Equal(1, other.Scalar<long>("select count(*) from t"));
    }

    [Fact]
    public void A_scalar_needs_a_row_and_a_value()
    {
        Assert.Throws<InvalidOperationException>(() => Connection.Scalar<int>("select 1 where false"));
        Assert.Throws<InvalidOperationException>(() => Connection.Scalar<int>("select null::integer"));
        Assert.Throws<InvalidOperationException>(() => Connection.Scalar<long>("select 1::integer"));
        Assert.Null(Connection.Text("select null::varchar"));
        Assert.Null(Connection.Text("select 'x' where false"));
        Assert.Equal("", Connection.Text("select ''"));
    }

    [Fact]
    public void What_a_disposed_connection_made_is_disposed_too()
    {
        Connection.Execute("create table t (a integer)");
        var connection = _test.Connect();
        var statement = connection.Prepare("select 1");
        var appender = connection.Append("t");
        var result = connection.Query("select * from range(100000)");
        connection.Dispose();

        Assert.Throws<ObjectDisposedException>(() => connection.Execute("select 1"));
        Assert.Throws<ObjectDisposedException>(() => connection.Query("select 1"));
        Assert.Throws<ObjectDisposedException>(() => connection.Prepare("select 1"));
        Assert.Throws<ObjectDisposedException>(() => connection.Append("t"));
        Assert.Throws<ObjectDisposedException>(() => statement.Execute());
        Assert.Throws<ObjectDisposedException>(() => result.NextChunk());
        Assert.Throws<ObjectDisposedException>(appender.Complete);
        statement.Dispose();
        appender.Dispose();
        connection.Dispose();
    }

    public void Dispose() => _test.Dispose();
}
