using System.Text;

namespace ContactSync.DuckDb.Tests;

public sealed class DuckAppenderTests : IDisposable
{
    private readonly TestDatabase _test = new();

    private DuckConnection Connection => _test.Connection;

    [Fact]
    public void A_cell_that_is_never_set_is_null()
    {
        Connection.Execute("create table t (a bigint, b varchar, c varchar[], d struct(e integer))");
        using (var appender = Connection.Append("t"))
        {
            appender.EndChunk(3);
            appender.Set(0, 1, 7L);
            appender.EndChunk(2);
            appender.Complete();
        }

        Assert.Equal(
            [[null, null, null, null], [null, null, null, null], [null, null, null, null], [null, null, null, null], [7L, null, null, null]],
            _test.Rows("from t"));
    }

    [Fact]
    public void A_value_can_be_taken_back()
    {
        Connection.Execute("create table t (a bigint, b varchar, c struct(d integer))");
        using (var appender = Connection.Append("t"))
        {
            appender.Set(0, 0, 1L);
            appender.SetText(1, 0, "a text longer than twelve bytes"u8);
            appender.Column(2).SetStruct(0);
            appender.Column(2).Field(0).Set(0, 5);
            appender.SetNull(0, 0);
            appender.SetNull(1, 0);
            appender.SetNull(2, 0);
            appender.EndRow();
            appender.Complete();
        }

        Assert.Equal([[null, null, null]], _test.Rows("from t"));
    }

    [Fact]
    public void More_rows_than_a_chunk_arrive_in_order()
    {
        Connection.Execute("create table t (a bigint, b varchar)");
        using (var appender = Connection.Append("t"))
        {
            for (var i = 0L; i < 7000; i++)
            {
                appender.Set(0, appender.Row, i);
                appender.SetText(1, appender.Row, Encoding.UTF8.GetBytes(i % 2 == 0 ? $"row {i}" : $"a longer text in row {i}"));
                appender.EndRow();
            }

            appender.Complete();
        }

        Assert.Equal(7000, Connection.Scalar<long>("select count(*) from t"));
        Assert.Equal(7000, Connection.Scalar<long>("select count(*) from t where rowid = a and b = (case when a % 2 = 0 then 'row ' else 'a longer text in row ' end) || a"));
    }

    [Fact]
    public void Rows_appended_after_complete_are_a_second_lot()
    {
        Connection.Execute("create table t (a integer)");
        using var appender = Connection.Append("t");
        appender.Set(0, 0, 1);
        appender.EndRow();
        appender.Complete();
        Assert.Equal(1, Connection.Scalar<long>("select count(*) from t"));
        appender.Set(0, 0, 2);
        appender.EndRow();
        appender.Complete();

        Assert.Equal([[1], [2]], _test.Rows("from t"));
    }

    [Fact]
    public void Rows_that_are_not_completed_are_dropped()
    {
        Connection.Execute("create table t (a integer)");
        using (var appender = Connection.Append("t"))
        {
            appender.Set(0, 0, 1);
            appender.EndChunk(1);
        }

        Assert.Equal(0, Connection.Scalar<long>("select count(*) from t"));
    }

    [Fact]
    public void A_transaction_takes_back_what_was_appended()
    {
        Connection.Execute("create table t (a integer); begin");
        using (var appender = Connection.Append("t"))
        {
            appender.Set(0, 0, 1);
            appender.EndRow();
            appender.Complete();
        }

        Connection.Execute("rollback");
        Assert.Equal(0, Connection.Scalar<long>("select count(*) from t"));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_and_the_row_can_be_mended()
    {
        Connection.Execute("create table t (a varchar)");
        using var appender = Connection.Append("t");
        byte[][] wrong = [[0xff], [0xc3], "long enough to need a pointer \xed\xa0\x80"u8[..^1].ToArray(), [0xed, 0xa0, 0x80], [0xc0, 0x80]];
        foreach (var bytes in wrong)
        {
            var error = Assert.Throws<DuckDbException>(() => appender.SetText(0, 0, bytes));
            Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
        }

        appender.SetText(0, 0, "mended"u8);
        appender.EndRow();
        appender.Complete();
        Assert.Equal([["mended"]], _test.Rows("from t"));
    }

    [Fact]
    public void A_broken_constraint_is_DuckDBs_error_and_the_connection_lives()
    {
        Connection.Execute("create table t (a integer primary key)");
        using (var appender = Connection.Append("t"))
        {
            appender.Set(0, 0, 1);
            appender.Set(0, 1, 1);
            appender.EndChunk(2);
            var error = Assert.Throws<DuckDbException>(appender.Complete);
            Assert.Contains("uplicate key", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, Connection.Scalar<long>("select count(*) from t"));
    }

    [Fact]
    public void A_table_that_is_not_there_is_named()
    {
        var error = Assert.Throws<DuckDbException>(() => Connection.Append("nowhere"));

        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_type_or_place_than_the_tables_is_refused()
    {
        Connection.Execute("create table t (a integer, b varchar)");
        using var appender = Connection.Append("t");

        Assert.Throws<InvalidOperationException>(() => appender.Set(0, 0, 1L));
        Assert.Throws<InvalidOperationException>(() => appender.Set(1, 0, 1));
        Assert.Throws<InvalidOperationException>(() => appender.SetText(0, 0, "1"u8));
        Assert.Throws<InvalidOperationException>(() => appender.Column(1).AddList(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => appender.Set(0, 2048, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => appender.EndChunk(2049));
    }

    [Fact]
    public void A_disposed_appender_writes_nothing()
    {
        Connection.Execute("create table t (a integer, b varchar)");
        var appender = Connection.Append("t");
        appender.Dispose();

        Assert.Throws<ObjectDisposedException>(() => appender.Set(0, 0, 1));
        Assert.Throws<ObjectDisposedException>(() => appender.SetText(1, 0, "x"u8));
        Assert.Throws<ObjectDisposedException>(() => appender.EndChunk(1));
    }

    public void Dispose() => _test.Dispose();
}
