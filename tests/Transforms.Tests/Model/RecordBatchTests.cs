using System.Text;
using ContactSync.Transforms.Model;
using FsCheck;
using FsCheck.Fluent;

namespace ContactSync.Transforms.Tests.Model;

public class RecordBatchTests
{
    private static readonly RecordSchema Schema = new(
        "t",
        [
            new Column("name", ColumnType.Text, ColumnRole.Value),
            new Column("at", ColumnType.Timestamp, ColumnRole.Stamp),
            new Column("hash", ColumnType.Hash, ColumnRole.Derived),
        ]);

    [Fact]
    public void What_is_appended_is_read_back()
    {
        Prop.ForAll<string?[]>(values =>
        {
            var batch = RecordBatch.Rent(Schema, 7, Math.Max(1, values.Length));
            for (var i = 0; i < values.Length; i++)
            {
                Append(batch, values[i], i);
            }

            Assert.Equal(values.Length, batch.RowCount);
            for (var i = 0; i < values.Length; i++)
            {
                Assert.Equal(values[i] is null, batch.Text(0).IsNull(i));
                Assert.Equal(Encoding.UTF8.GetBytes(values[i] ?? ""), batch.Text(0)[i]);
                Assert.Equal(i % 3 == 0, batch.Int64(1).IsNull(i));
                Assert.Equal(i % 3 == 0 ? 0 : i, batch.Int64(1)[i]);
                Assert.Equal((UInt128)i << 70, batch.Hash(2)[i]);
            }

            // The next batch uses the same arrays, so a bit or byte left over would show.
            batch.Release();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_row_without_a_value_in_some_column_is_refused_by_name()
    {
        var batch = RecordBatch.Rent(Schema, 0, 4);
        batch.Text(0).Append("a"u8);
        batch.Int64(1).Append(1);

        var error = Assert.Throws<InvalidOperationException>(batch.EndRow);

        Assert.Contains("0 values in column 'hash'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_with_two_values_in_a_column_is_refused_by_name()
    {
        var batch = RecordBatch.Rent(Schema, 0, 4);
        Append(batch, "a", 1);
        batch.Text(0).Append("b"u8);
        batch.Text(0).Append("c"u8);
        batch.Int64(1).Append(1);
        batch.Hash(2).Append(1);

        var error = Assert.Throws<InvalidOperationException>(batch.EndRow);

        Assert.Contains("2 values in column 'name'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dropped_row_leaves_no_trace()
    {
        var batch = RecordBatch.Rent(Schema, 0, 4);
        Append(batch, "kept", 1);
        batch.Text(0).Append("half a row"u8);
        batch.DropRow();
        Append(batch, "next", 2);

        Assert.Equal(2, batch.RowCount);
        Assert.Equal("next"u8, batch.Text(0)[1]);
        Assert.Equal("keptnext"u8, batch.Text(0).Bytes);
    }

    [Fact]
    public void A_value_past_the_last_row_is_refused()
    {
        var batch = RecordBatch.Rent(Schema, 0, 1);
        Append(batch, "a", 1);

        Assert.True(batch.IsFull);
        Assert.Throws<InvalidOperationException>(() => batch.Text(0).Append("b"u8));
    }

    [Fact]
    public void A_batch_of_huge_cells_is_full_before_its_last_row()
    {
        var batch = RecordBatch.Rent(Schema, 0);
        var cell = new byte[1 << 20];
        var rows = 0;
        while (!batch.IsFull)
        {
            batch.Text(0).Append(cell);
            batch.Int64(1).AppendNull();
            batch.Hash(2).AppendNull();
            batch.EndRow();
            rows++;
        }

        Assert.Equal(RecordBatch.FullBytes >> 20, rows);
    }

    [Fact]
    public void Use_after_the_last_release_throws()
    {
        var batch = RecordBatch.Rent(Schema, 0, 4);
        Append(batch, "a", 1);
        var column = batch.Text(0);
        batch.Retain();
        batch.Release();
        Assert.Equal("a"u8, column[0]);

        batch.Release();

        Assert.Throws<ObjectDisposedException>(() => batch.RowCount);
        Assert.Throws<ObjectDisposedException>(() => batch.Text(0));
        Assert.Throws<ObjectDisposedException>(() => column[0].Length);
        Assert.Throws<ObjectDisposedException>(() => column.IsNull(0));
        Assert.Throws<ObjectDisposedException>(() => column.Append("b"u8));
        Assert.Throws<ObjectDisposedException>(() => column.Reserve(1).Length);
        Assert.Throws<ObjectDisposedException>(batch.Retain);
        Assert.Throws<ObjectDisposedException>(batch.Release);
    }

    [Fact]
    public void A_stale_column_does_not_see_the_next_batch()
    {
        var schema = new RecordSchema("once", Schema.Columns);
        var first = RecordBatch.Rent(schema, 0, 4);
        var stale = first.Text(0);
        first.Release();
        var second = RecordBatch.Rent(schema, 1, 4);
        Append(second, "secret", 1);

        Assert.Throws<ObjectDisposedException>(() => stale[0].Length);
        Assert.Throws<ObjectDisposedException>(() => stale.Append("x"u8));
        Assert.Equal("secret"u8, second.Text(0)[0]);
    }

    [Fact]
    public async Task Only_the_last_of_many_holders_gives_the_arrays_back()
    {
        for (var round = 0; round < 200; round++)
        {
            var schema = new RecordSchema("raced", Schema.Columns);
            var batch = RecordBatch.Rent(schema, 0, 4).Retain();

            await Task.WhenAll(Task.Run(batch.Release), Task.Run(batch.Release));

            Assert.Single(schema.Released);
        }
    }

    [Fact]
    public void A_released_batch_is_refilled_without_allocating_a_row()
    {
        const int Rows = 4096;
        var schema = new RecordSchema("steady", Schema.Columns);

        Assert.InRange(Allocations.LeastOf(() => Fill(schema, Rows)), 0, Rows);
    }

    [Fact]
    public void What_is_written_in_place_is_a_value()
    {
        var batch = RecordBatch.Rent(Schema, 0, 4);
        var target = batch.Text(0).Reserve(100);
        "abc"u8.CopyTo(target);
        batch.Text(0).Commit(3);

        Assert.Equal("abc"u8, batch.Text(0)[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Text(0).Commit(int.MaxValue));
    }

    [Fact]
    public void A_column_of_another_type_is_refused() =>
        Assert.Throws<InvalidCastException>(() => RecordBatch.Rent(Schema, 0, 4).Text(1));

    private static void Fill(RecordSchema schema, int rows)
    {
        var batch = RecordBatch.Rent(schema, 0, rows);
        for (var i = 0; i < rows; i++)
        {
            batch.Text(0).Append("a value of more than sixteen bytes"u8);
            batch.Int64(1).Append(i);
            batch.Hash(2).AppendNull();
            batch.EndRow();
        }

        batch.Release();
    }

    private static void Append(RecordBatch batch, string? name, int at)
    {
        if (name is null)
        {
            batch.Text(0).AppendNull();
        }
        else
        {
            batch.Text(0).Append(Encoding.UTF8.GetBytes(name));
        }

        if (at % 3 == 0)
        {
            batch.Int64(1).AppendNull();
        }
        else
        {
            batch.Int64(1).Append(at);
        }

        batch.Hash(2).Append((UInt128)at << 70);
        batch.EndRow();
    }
}
