using System.Globalization;
using System.Text;

namespace ContactSync.DuckDb.Tests;

/// <summary>Appended, and read back from the table and from a Parquet file: every value of every type is the same.</summary>
public sealed class RoundTripTests : IDisposable
{
    private const int Rows = 5000;

    private readonly TestDatabase _test = new();

    [Fact]
    public void Booleans() => RoundTrip("boolean", [true, false]);

    [Fact]
    public void Small_integers() => RoundTrip("tinyint", [sbyte.MinValue, sbyte.MaxValue, (sbyte)0]);

    [Fact]
    public void Sixteen_bit_integers() => RoundTrip("smallint", [short.MinValue, short.MaxValue, (short)0]);

    [Fact]
    public void Integers() => RoundTrip("integer", [int.MinValue, int.MaxValue, 0]);

    [Fact]
    public void Big_integers() => RoundTrip("bigint", [long.MinValue, long.MaxValue, 0L]);

    [Fact]
    public void Unsigned_integers()
    {
        RoundTrip("utinyint", [byte.MaxValue, byte.MinValue]);
        RoundTrip("usmallint", [ushort.MaxValue, ushort.MinValue]);
        RoundTrip("uinteger", [uint.MaxValue, uint.MinValue]);
        RoundTrip("ubigint", [ulong.MaxValue, ulong.MinValue]);
    }

    // Parquet has no 128-bit integer; DuckDB writes a double.
    [Fact]
    public void Huge_integers()
    {
        RoundTrip("hugeint", [Int128.MinValue, Int128.MaxValue, Int128.Zero], parquet: false);
        RoundTrip("uhugeint", [UInt128.MaxValue, UInt128.Zero], parquet: false);
    }

    [Fact]
    public void Floating_numbers()
    {
        RoundTrip("float", [float.MaxValue, float.Epsilon, float.NegativeInfinity, 0.1f]);
        RoundTrip("double", [double.MaxValue, double.Epsilon, double.NaN, -0.1]);
    }

    [Fact]
    public void Dates() => RoundTrip("date", [new DateOnly(1970, 1, 1), DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29)]);

    [Fact]
    public void Instants() => RoundTrip(
        "timestamptz",
        [
            DateTimeOffset.UnixEpoch,
            new DateTimeOffset(1969, 12, 31, 23, 59, 59, 999, 999, TimeSpan.Zero),
            new DateTimeOffset(2026, 7, 1, 12, 0, 0, 123, 456, TimeSpan.Zero),
            DateTimeOffset.MinValue,
        ]);

    [Fact]
    public void Uuids_in_the_order_of_their_text()
    {
        UInt128[] uuids =
        [
            0,
            1,
            UInt128.MaxValue,
            UInt128.One << 127,
            UInt128.Parse("f0e1d2c3b4a5968778695a4b3c2d1e0f", NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        ];
        RoundTrip("uuid", [.. uuids]);

        Assert.Equal(uuids.Order().Select(u => (object)u), _test.Rows("select distinct v from t where v is not null order by v").Select(r => r[0]!));
        Assert.Equal(Rows / (uuids.Length + 1), _test.Connection.Scalar<long>("select count(*) from t where v = 'f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f'"));
    }

    [Fact]
    public void Texts_of_every_length() => RoundTrip(
        "varchar",
        ["", "a", "four", "twelve bytes", "thirteen byte", "🦆🦆🦆", "🦆🦆🦆x", "with \0 inside", new string('x', 1000)]);

    [Fact]
    public void Very_long_texts() => RoundTrip("varchar", [new string('x', 100_000), "short", new string('ß', 50_001)], rows: 100);

    [Fact]
    public void Blobs() => RoundTrip("blob", [Array.Empty<byte>(), new byte[] { 0, 255, 128 }, Encoding.Latin1.GetBytes("no utf-8: é, and longer than twelve")]);

    public void Dispose() => _test.Dispose();

    private void RoundTrip(string type, object[] values, bool parquet = true, int rows = Rows)
    {
        _test.Connection.Execute($"create or replace table t (i bigint, v {type})");
        using (var appender = _test.Connection.Append("t"))
        {
            for (var i = 0; i < rows; i++)
            {
                appender.Set(0, appender.Row, (long)i);
                if (Expected(values, i) is { } value)
                {
                    Set(appender, value);
                }

                appender.EndRow();
            }

            appender.Complete();
        }

        AssertRows("t", values, rows);
        if (parquet)
        {
            var file = DuckSql.Literal(_test.Path("t.parquet"));
            _test.Connection.Execute($"copy t to {file} (format parquet, compression zstd, row_group_size 2048)");
            AssertRows(file, values, rows);
        }
    }

    /// <summary>Every value in turn, then a NULL.</summary>
    private static object? Expected(object[] values, long i) => (int)(i % (values.Length + 1)) is var at && at < values.Length ? values[at] : null;

    private void AssertRows(string source, object[] values, int rows)
    {
        using var result = _test.Connection.Query($"select i, v from {source} order by i");
        var next = 0L;
        foreach (var row in result.Rows())
        {
            Assert.Equal(next, row[0]);
            Assert.Equal(Expected(values, next), row[1]);
            next++;
        }

        Assert.Equal(rows, next);
    }

    private static void Set(DuckAppender appender, object value)
    {
        switch (value)
        {
            case string text:
                appender.SetText(1, appender.Row, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                appender.SetText(1, appender.Row, bytes);
                break;
            case bool v:
                appender.Set(1, appender.Row, v);
                break;
            case sbyte v:
                appender.Set(1, appender.Row, v);
                break;
            case short v:
                appender.Set(1, appender.Row, v);
                break;
            case int v:
                appender.Set(1, appender.Row, v);
                break;
            case long v:
                appender.Set(1, appender.Row, v);
                break;
            case byte v:
                appender.Set(1, appender.Row, v);
                break;
            case ushort v:
                appender.Set(1, appender.Row, v);
                break;
            case uint v:
                appender.Set(1, appender.Row, v);
                break;
            case ulong v:
                appender.Set(1, appender.Row, v);
                break;
            case Int128 v:
                appender.Set(1, appender.Row, v);
                break;
            case UInt128 v:
                appender.Set(1, appender.Row, v);
                break;
            case float v:
                appender.Set(1, appender.Row, v);
                break;
            case double v:
                appender.Set(1, appender.Row, v);
                break;
            case DateOnly v:
                appender.Set(1, appender.Row, v);
                break;
            case DateTimeOffset v:
                appender.Set(1, appender.Row, v);
                break;
            default:
                throw new ArgumentException($"no test writes a {value.GetType()}", nameof(value));
        }
    }
}
