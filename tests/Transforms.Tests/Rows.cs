using System.Globalization;
using System.Text;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Tests;

/// <summary>Batches from strings and back.</summary>
internal static class Rows
{
    public static RecordBatch Batch(RecordSchema schema, params IEnumerable<string?[]> rows) => Batch(schema, 0, rows);

    public static RecordBatch Batch(RecordSchema schema, long sequence, IEnumerable<string?[]> rows)
    {
        var all = rows.ToArray();
        var batch = RecordBatch.Rent(schema, sequence, Math.Max(1, all.Length));
        foreach (var row in all)
        {
            Add(batch, row);
        }

        return batch;
    }

    public static void Add(RecordBatch batch, params string?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] is not { } value)
            {
                batch.At(i).AppendNull();
            }
            else if (batch.At(i) is TextColumn text)
            {
                text.Append(Encoding.UTF8.GetBytes(value));
            }
            else
            {
                batch.Int64(i).Append(long.Parse(value, CultureInfo.InvariantCulture));
            }
        }

        batch.EndRow();
    }

    public static string? Text(RecordBatch batch, string column, int row)
    {
        var values = batch.Text(batch.Schema.Require(column));
        return values.IsNull(row) ? null : Encoding.UTF8.GetString(values[row]);
    }

    public static UInt128 Hash(RecordBatch batch, int row) => batch.Hash(batch.Schema.Require("row_hash"))[row];
}
