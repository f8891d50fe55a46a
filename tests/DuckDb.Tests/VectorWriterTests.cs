using System.Text;

namespace ContactSync.DuckDb.Tests;

/// <summary>Lists and structs: written, then read back from the table and from Parquet.</summary>
public sealed class VectorWriterTests : IDisposable
{
    private const string Changes = "struct(field varchar, target varchar, \"before\" varchar, \"after\" varchar, rule varchar)[]";

    private readonly TestDatabase _test = new();

    private DuckConnection Connection => _test.Connection;

    [Theory]
    [InlineData(3)]
    [InlineData(2048)]
    [InlineData(5000)]
    public void Lists_of_structs_with_null_and_empty_ones(int rows)
    {
        Connection.Execute($"create table t (id bigint, changes {Changes})");
        using (var appender = Connection.Append("t"))
        {
            for (var i = 0; i < rows; i++)
            {
                appender.Set(0, appender.Row, (long)i);
                Write(appender.Column(1), appender.Row, Expected(i));
                appender.EndRow();
            }

            appender.Complete();
        }

        AssertRows("t", rows);
        var file = DuckSql.Literal(_test.Path("t.parquet"));
        Connection.Execute($"copy t to {file} (format parquet, compression zstd)");
        AssertRows(file, rows);
    }

    [Fact]
    public void A_list_longer_than_a_chunk()
    {
        Connection.Execute("create table t (a bigint[], b varchar[])");
        using (var appender = Connection.Append("t"))
        {
            for (var row = 0; row < 3; row++)
            {
                var at = appender.Column(0).AddList(row, 10_000);
                for (var i = 0; i < 10_000; i++)
                {
                    appender.Column(0).Element.Set(at + i, (long)i * (row + 1));
                }

                at = appender.Column(1).AddList(row, 3000);
                for (var i = 0; i < 3000; i += 2)
                {
                    appender.Column(1).Element.SetText(at + i, Encoding.UTF8.GetBytes($"element number {i}"));
                }

                appender.EndRow();
            }

            appender.Complete();
        }

        Assert.Equal(
            [[10_000L, (Int128)49_995_000, 3000L, 1500L], [10_000L, (Int128)99_990_000, 3000L, 1500L], [10_000L, (Int128)149_985_000, 3000L, 1500L]],
            _test.Rows("select len(a), list_sum(a), len(b), len(list_filter(b, lambda x: x like 'element number %')) from t"));
    }

    [Fact]
    public void Lists_inside_lists()
    {
        Connection.Execute("create table t (a integer[][])");
        using (var appender = Connection.Append("t"))
        {
            var outer = appender.Column(0);
            for (var chunk = 0; chunk < 2; chunk++)
            {
                var at = outer.AddList(0, 3);
                var first = outer.Element.AddList(at, 2);
                outer.Element.Element.Set(first, 1);
                outer.Element.Element.Set(first + 1, 2);
                outer.Element.AddList(at + 1, 0);
                appender.EndRow();
                appender.EndChunk(appender.Row);
            }

            appender.Complete();
        }

        using var result = Connection.Query("from t");
        Assert.Equal([["[[1, 2], [], NULL]"], ["[[1, 2], [], NULL]"]], result.TextRows());
    }

    [Fact]
    public void Structs_with_null_fields_and_lists_inside()
    {
        Connection.Execute("create table t (a struct(b integer, c varchar[]))");
        using (var appender = Connection.Append("t"))
        {
            for (var chunk = 0; chunk < 2; chunk++)
            {
                var column = appender.Column(0);
                column.SetStruct(0);
                column.Field(0).Set(0, 9);
                var at = column.Field(1).AddList(0, 2);
                column.Field(1).Element.SetText(at + 1, "second"u8);
                column.SetStruct(1);
                appender.EndChunk(3);
            }

            appender.Complete();
        }

        using var result = Connection.Query("from t");
        string?[][] once = [["{'b': 9, 'c': [NULL, second]}"], ["{'b': NULL, 'c': NULL}"], [null]];
        Assert.Equal([.. once, .. once], result.TextRows());
    }

    public void Dispose() => _test.Dispose();

    private static string?[][]? Expected(long i) => (i % 7) switch
    {
        0 => null,
        1 => [],
        var n => [.. Enumerable.Range(0, (int)n - 1).Select(k => new[] { "email", $"Email{k}", k % 2 == 0 ? null : "before, a longer text", i % 3 == 0 ? "" : $"after 🦆 {i}", null })],
    };

    private static void Write(VectorWriter column, int row, string?[][]? changes)
    {
        if (changes is null)
        {
            return;
        }

        var at = column.AddList(row, changes.Length);
        for (var k = 0; k < changes.Length; k++)
        {
            for (var field = 0; field < 5; field++)
            {
                if (changes[k][field] is { } text)
                {
                    column.Element.Field(field).SetText(at + k, Encoding.UTF8.GetBytes(text));
                }
            }
        }
    }

    private void AssertRows(string source, int rows)
    {
        using var result = Connection.Query($"select id, changes from {source} order by id");
        var next = 0L;
        foreach (var row in result.Rows())
        {
            Assert.Equal(next, row[0]);
            Assert.Equal(Expected(next), row[1]);
            next++;
        }

        Assert.Equal(rows, next);
    }
}
