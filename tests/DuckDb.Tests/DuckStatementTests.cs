using System.Globalization;

namespace ContactSync.DuckDb.Tests;

public sealed class DuckStatementTests : IDisposable
{
    private readonly TestDatabase _test = new();

    [Fact]
    public void Every_kind_of_value_binds()
    {
        using var statement = _test.Connection.Prepare("select $1::bigint, $2::boolean, $3::double, $4, $5, $6::blob, $7, $8, $9::varchar, $10::varchar");
        var instant = new DateTimeOffset(2026, 7, 1, 14, 0, 0, 123, 456, TimeSpan.FromHours(2));
        var uuid = UInt128.Parse("f0e1d2c3b4a5968778695a4b3c2d1e0f", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        statement.Bind(1, long.MinValue);
        statement.Bind(2, true);
        statement.Bind(3, -0.5);
        statement.Bind(4, "naïve 🦆");
        statement.Bind(5, "utf-8 ✓"u8);
        statement.BindBlob(6, [0, 255, 10]);
        statement.Bind(7, instant);
        statement.Bind(8, uuid);
        statement.BindNull(9);
        statement.Bind(10, (string?)null);

        using var result = statement.Query();
        var row = Assert.Single(result.Rows());

        Assert.Equal(10, statement.ParameterCount);
        Assert.Equal([long.MinValue, true, -0.5, "naïve 🦆", "utf-8 ✓", new byte[] { 0, 255, 10 }, instant.ToUniversalTime(), uuid, null, null], row);
        Assert.Equal(DuckTypeId.TimestampTz, result.Columns[6].Type.Id);
        Assert.Equal(DuckTypeId.Uuid, result.Columns[7].Type.Id);
    }

    [Fact]
    public void An_empty_text_is_not_null()
    {
        using var statement = _test.Connection.Prepare("select $1::varchar, $2::blob, $3::varchar");
        statement.Bind(1, "");
        statement.BindBlob(2, []);
        statement.Bind(3, ReadOnlySpan<byte>.Empty);

        using var result = statement.Query();
        Assert.Equal(["", Array.Empty<byte>(), ""], Assert.Single(result.Rows()));
    }

    [Fact]
    public void A_statement_runs_again_with_new_values_and_keeps_the_others()
    {
        _test.Connection.Execute("create table t (a bigint, b varchar)");
        using var insert = _test.Connection.Prepare("insert into t values (?, ?)");
        insert.Bind(2, "same");
        for (var i = 0; i < 100; i++)
        {
            insert.Bind(1, i);
            Assert.Equal(1, insert.Execute());
        }

        Assert.Equal(4950, _test.Connection.Scalar<long>("select sum(a)::bigint from t where b = 'same'"));
    }

    [Fact]
    public void A_statement_runs_again_after_a_failure()
    {
        using var statement = _test.Connection.Prepare("select $1::varchar::integer");
        statement.Bind(1, "no number");
        Assert.Throws<DuckDbException>(() => statement.Execute());

        statement.Bind(1, "12");
        using var result = statement.Query();
        Assert.Equal([12], Assert.Single(result.Rows()));
    }

    [Fact]
    public void A_query_that_is_not_read_to_its_end_can_run_again()
    {
        using var statement = _test.Connection.Prepare("select * from range(1000000)");
        for (var i = 0; i < 5; i++)
        {
            using var result = statement.Query();
            Assert.True(result.NextChunk());
        }
    }

    [Fact]
    public void A_text_that_is_not_UTF8_is_refused()
    {
        using var statement = _test.Connection.Prepare("select $1::varchar");

        var error = Assert.Throws<DuckDbException>(() => statement.Bind(1, [0x61, 0xff]));

        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_the_statement_has_not_is_refused()
    {
        using var statement = _test.Connection.Prepare("select $1::bigint");

        Assert.Throws<DuckDbException>(() => statement.Bind(0, 1));
        Assert.Throws<DuckDbException>(() => statement.Bind(2, 1));
    }

    [Fact]
    public void A_parameter_without_a_value_is_an_error_of_the_run()
    {
        using var statement = _test.Connection.Prepare("select $1::bigint");

        var error = Assert.Throws<DuckDbException>(() => statement.Execute());

        Assert.Contains("1", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _test.Dispose();
}
