namespace ContactSync.DuckDb.Tests;

public sealed class DuckResultTests : IDisposable
{
    private readonly TestDatabase _test = new();

    [Fact]
    public void Columns_have_their_names_and_types()
    {
        using var result = _test.Connection.Query("select 1::bigint as a, 'x' as \"b c\", null as d, [1.5::decimal(12,2)] as e, {'f': date '2026-01-01'} as g");

        Assert.Equal(["a", "b c", "d", "e", "g"], result.Columns.Select(c => c.Name));
        Assert.Equal(
            ["BIGINT", "VARCHAR", "INTEGER", "DECIMAL(12,2)[]", "STRUCT(\"f\" DATE)"],
            result.Columns.Select(c => c.Type.ToString()));
    }

    [Fact]
    public void Rows_come_in_chunks_and_in_order()
    {
        using var result = _test.Connection.Query("select i from range(10000) t(i)");
        var next = 0L;
        while (result.NextChunk())
        {
            Assert.InRange(result.Chunk.RowCount, 1, 2048);
            var column = result.Chunk.Column<long>(0);
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                Assert.Equal(next++, column[row]);
            }
        }

        Assert.Equal(10_000, next);
    }

    [Fact]
    public void A_result_without_rows_has_columns_and_no_chunk()
    {
        using var result = _test.Connection.Query("select 1 as a where false");

        Assert.Single(result.Columns);
        Assert.False(result.NextChunk());
        Assert.Throws<InvalidOperationException>(() => result.Chunk);
    }

    [Fact]
    public void A_failure_in_the_middle_is_thrown_and_never_looks_like_the_end()
    {
        using var result = _test.Connection.Query("select case when i = 1500000 then error('row ' || i) else i::varchar end from range(2000000) t(i)");

        var error = Assert.Throws<DuckDbException>(() =>
        {
            while (result.NextChunk())
            {
            }
        });

        Assert.Contains("row 1500000", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _test.Connection.Scalar<int>("select 1"));
    }

    [Fact]
    public void A_query_that_changes_rows_returns_them()
    {
        _test.Connection.Execute("create table t (a integer)");

        Assert.Equal([[2], [4]], _test.Rows("insert into t values (2), (4) returning a"));
        Assert.Equal(6, _test.Connection.Scalar<long>("select sum(a)::bigint from t"));
    }

    [Fact]
    public void A_null_slot_is_never_read()
    {
        using var result = _test.Connection.Query(
            "select case when i % 2 = 0 then repeat('long text ', 3) || i end, case when i % 2 = 0 then i end from range(3000) t(i)");
        var nulls = 0;
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                if (!result.Chunk.Text(0).IsNull(row))
                {
                    Assert.StartsWith("long text", result.Chunk.Text(0).AsString(row), StringComparison.Ordinal);
                    continue;
                }

                nulls++;
                Assert.Throws<InvalidOperationException>(() => result.Chunk.Text(0)[row].Length);
                Assert.Throws<InvalidOperationException>(() => result.Chunk.Column<long>(1)[row]);
                Assert.False(result.Chunk.Text(0).TryGet(row, out _));
                Assert.Null(result.Chunk.Text(0).AsString(row));
                Assert.Null(result.Chunk.Column<long>(1).Nullable(row));
            }
        }

        Assert.Equal(1500, nulls);
    }

    [Fact]
    public void A_row_outside_the_chunk_is_refused()
    {
        using var result = _test.Connection.Query("select 1 as a, 'x' as b");
        Assert.True(result.NextChunk());

        Assert.Throws<ArgumentOutOfRangeException>(() => result.Chunk.Column<int>(0)[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => result.Chunk.Text(1)[-1].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => result.Chunk.Vector(1).IsNull(2048));
    }

    [Fact]
    public void Another_type_than_the_columns_is_refused()
    {
        using var result = _test.Connection.Query("select 1::integer as a, 'x' as b");
        Assert.True(result.NextChunk());

        var error = Assert.Throws<InvalidOperationException>(() => result.Chunk.Column<long>(0)[0]);
        Assert.Contains("INTEGER", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => result.Chunk.Text(0)[0].Length);
        Assert.Throws<InvalidOperationException>(() => result.Chunk.List(1)[0]);
        Assert.Throws<InvalidOperationException>(() => result.Chunk.Vector(1).Field(0).Count);
    }

    [Fact]
    public void Lists_of_structs_are_read_field_by_field()
    {
        using var result = _test.Connection.Query("""
            select * from (values
                (1, [{'f': 'email', 'n': 1}, {'f': null, 'n': 2}]),
                (2, []),
                (3, null),
                (4, [null, {'f': 'a text that is longer than twelve', 'n': null}])) t (id, changes) order by id
            """);
        Assert.True(result.NextChunk());
        var list = result.Chunk.List(1);
        var names = list.Elements.Field(0).Text();
        var numbers = list.Elements.Field(1).Column<int>();

        Assert.Equal(2, list[0].End.Value - list[0].Start.Value);
        Assert.Equal("email", names.AsString(list[0].Start.Value));
        Assert.True(names.IsNull(list[0].Start.Value + 1));
        Assert.Equal(2, numbers[list[0].Start.Value + 1]);
        Assert.Equal(list[1].Start, list[1].End);
        Assert.True(list.IsNull(2));
        Assert.True(list.Elements.IsNull(list[3].Start.Value));
        Assert.True(names.IsNull(list[3].Start.Value));
        Assert.Equal("a text that is longer than twelve", names.AsString(list[3].Start.Value + 1));
        Assert.Null(numbers.Nullable(list[3].Start.Value + 1));
    }

    [Fact]
    public void A_disposed_result_gives_no_more_rows()
    {
        var result = _test.Connection.Query("select 1");
        Assert.True(result.NextChunk());
        var chunk = result.Chunk;
        result.Dispose();

        Assert.Throws<ObjectDisposedException>(() => result.NextChunk());
        Assert.Throws<ObjectDisposedException>(() => chunk.Column<int>(0)[0]);
    }

    public void Dispose() => _test.Dispose();
}
