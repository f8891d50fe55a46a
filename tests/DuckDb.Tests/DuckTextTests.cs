namespace ContactSync.DuckDb.Tests;

public sealed class DuckTextTests : IDisposable
{
    private readonly TestDatabase _test = new();

    [Theory]
    [InlineData("true", "true")]
    [InlineData("(-128)::tinyint", "-128")]
    [InlineData("255::utinyint", "255")]
    [InlineData("(-32768)::smallint", "-32768")]
    [InlineData("65535::usmallint", "65535")]
    [InlineData("4294967295::uinteger", "4294967295")]
    [InlineData("18446744073709551615::ubigint", "18446744073709551615")]
    [InlineData("(-170141183460469231731687303715884105728)::hugeint", "-170141183460469231731687303715884105728")]
    [InlineData("340282366920938463463374607431768211455::uhugeint", "340282366920938463463374607431768211455")]
    [InlineData("1::double", "1.0")]
    [InlineData("-0.1::double", "-0.1")]
    [InlineData("1e300::double", "1e+300")]
    [InlineData("0.1::float", "0.1")]
    [InlineData("'nan'::double", "nan")]
    [InlineData("'-infinity'::double", "-inf")]
    [InlineData("1.50::decimal(4,2)", "1.50")]
    [InlineData("(-0.05)::decimal(9,3)", "-0.050")]
    [InlineData("123456789012.5::decimal(18,1)", "123456789012.5")]
    [InlineData("12345678901234567890123456789012345678::decimal(38,0)", "12345678901234567890123456789012345678")]
    [InlineData("'naïve 🦆'", "naïve 🦆")]
    [InlineData("'\\x00a\\xFF'::blob", "\\x00a\\xFF")]
    [InlineData("'f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f'::uuid", "f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f")]
    [InlineData("date '0001-01-01'", "0001-01-01")]
    [InlineData("'infinity'::date", "infinity")]
    [InlineData("time '23:59:59.000001'", "23:59:59.000001")]
    [InlineData("timestamp '1969-12-31 23:59:59.5'", "1969-12-31T23:59:59.5")]
    [InlineData("timestamptz '2026-07-01 14:00:00+02'", "2026-07-01T12:00:00Z")]
    [InlineData("'-infinity'::timestamptz", "-infinity")]
    [InlineData("'2026-07-01 12:00:00'::timestamp_s", "2026-07-01T12:00:00")]
    [InlineData("'2026-07-01 12:00:00.25'::timestamp_ms", "2026-07-01T12:00:00.25")]
    [InlineData("'2026-07-01 12:00:00.000000007'::timestamp_ns", "2026-07-01T12:00:00.000000007")]
    [InlineData("'2026-07-01 12:00:00.5'::timestamp_ns", "2026-07-01T12:00:00.5")]
    [InlineData("interval '14 months 3 days 4 hours'", "1 year 2 months 3 days 04:00:00")]
    [InlineData("interval '0 days'", "00:00:00")]
    [InlineData("'b'::enum('a', 'b')", "b")]
    [InlineData("[1, null, 3]", "[1, NULL, 3]")]
    [InlineData("[]::integer[]", "[]")]
    [InlineData("[[1], []]", "[[1], []]")]
    [InlineData("array_value(1, 2)", "[1, 2]")]
    [InlineData("{'a': 1, 'b': [{'c': 'x'}]}", "{'a': 1, 'b': [{'c': x}]}")]
    [InlineData("map {'k': 1, 'l': null}", "{k=1, l=NULL}")]
    [InlineData("null", null)]
    [InlineData("null::varchar[]", null)]
    public void A_value_has_its_text(string value, string? text)
    {
        using var result = _test.Connection.Query($"select {value}");

        Assert.Equal(text, Assert.Single(Assert.Single(result.TextRows())));
    }

    [Theory]
    [InlineData("'101'::bit")]
    [InlineData("timetz '12:00:00+02'")]
    [InlineData("union_value(a := 1)")]
    public void A_type_without_a_text_form_says_what_to_do(string value)
    {
        using var result = _test.Connection.Query($"select {value}");

        var error = Assert.Throws<NotSupportedException>(() => result.TextRows().ToList());

        Assert.Contains("cast it to varchar", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_rows_of_arrays_and_lists_are_their_own()
    {
        using var result = _test.Connection.Query("select array_value(i, i + 1), [i], {'a': i} from range(3) t(i)");

        Assert.Equal([["[0, 1]", "[0]", "{'a': 0}"], ["[1, 2]", "[1]", "{'a': 1}"], ["[2, 3]", "[2]", "{'a': 2}"]], result.TextRows());
    }

    public void Dispose() => _test.Dispose();
}
