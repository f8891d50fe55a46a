using System.Buffers;
using System.Globalization;
using ContactSync.DuckDb;
using ContactSync.Transforms.Model;

namespace ContactSync.Runs;

/// <summary>
/// Fills one table of a run's scratch database from batches of one schema. Cells go column by column as spans; nothing is allocated a row.
/// For one thread at a time.
/// </summary>
public sealed class TableWriter : IDisposable
{
    private readonly DuckAppender _appender;
    private readonly int[] _columns;
    private readonly byte[]? _side;

    /// <summary>
    /// Makes the table with the schema's columns, or those of them that <paramref name="columns"/> names, and after the first a constant column
    /// <c>side</c> where one is given.
    /// </summary>
    public TableWriter(DuckConnection connection, string table, RecordSchema schema, IReadOnlyList<string>? columns = null, string? side = null, bool create = true)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(schema);
        _columns = columns is null ? [.. Enumerable.Range(0, schema.Columns.Length)] : [.. columns.Select(schema.Require)];
        _side = side is null ? null : System.Text.Encoding.UTF8.GetBytes(side);
        if (create)
        {
            var declared = _columns.Select(i => $"{DuckSql.Identifier(schema.Columns[i].Name)} {SqlType(schema.Columns[i])}").ToList();
            if (side is not null)
            {
                declared.Insert(1, "side varchar");
            }

            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"create table {DuckSql.Identifier(table)} ({string.Join(", ", declared)})"));
        }

        _appender = connection.Append(table);
    }

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes the batch's rows, leaving out those that a reject of <paramref name="rejects"/> names by their place in it.</summary>
    public void Append(RecordBatch batch, IReadOnlyList<Reject> rejects)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(rejects);
        var rows = ArrayPool<int>.Shared.Rent(Math.Max(1, batch.RowCount));
        try
        {
            var kept = Keep(batch.RowCount, rejects, rows);
            for (var from = 0; from < kept; from += DuckAppender.ChunkRows)
            {
                Write(batch, rows.AsSpan(from, Math.Min(DuckAppender.ChunkRows, kept - from)));
            }

            Rows += kept;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rows);
        }
    }

    /// <summary>Puts all rows into the table.</summary>
    public void Complete() => _appender.Complete();

    public void Dispose() => _appender.Dispose();

    private static int Keep(int rowCount, IReadOnlyList<Reject> rejects, int[] rows)
    {
        var kept = 0;
        var next = 0;
        for (var row = 0; row < rowCount; row++)
        {
            while (next < rejects.Count && rejects[next].Row < row)
            {
                next++;
            }

            if (next < rejects.Count && rejects[next].Row == row)
            {
                continue;
            }

            rows[kept++] = row;
        }

        return kept;
    }

    private void Write(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var writer = _appender.Column(i == 0 || _side is null ? i : i + 1);
            switch (batch.At(_columns[i]))
            {
                case TextColumn text when batch.Schema.Columns[_columns[i]].Role == ColumnRole.Deleted:
                    WriteFlags(writer, text, rows);
                    break;
                case TextColumn text:
                    WriteText(writer, text, rows);
                    break;
                case Int64Column instants:
                    WriteInstants(writer, instants, rows);
                    break;
                case HashColumn hashes:
                    WriteHashes(writer, hashes, rows);
                    break;
            }
        }

        if (_side is not null)
        {
            for (var r = 0; r < rows.Length; r++)
            {
                _appender.Column(1).SetText(r, _side);
            }
        }

        _appender.EndChunk(rows.Length);
    }

    private static void WriteText(VectorWriter writer, TextColumn from, ReadOnlySpan<int> rows)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            if (!from.IsNull(rows[r]))
            {
                writer.SetText(r, from[rows[r]]);
            }
        }
    }

    private static void WriteFlags(VectorWriter writer, TextColumn from, ReadOnlySpan<int> rows)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            writer.Set(r, !from.IsNull(rows[r]) && from[rows[r]].SequenceEqual("true"u8));
        }
    }

    private static void WriteInstants(VectorWriter writer, Int64Column from, ReadOnlySpan<int> rows)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            if (!from.IsNull(rows[r]))
            {
                writer.Set(r, from[rows[r]]);
            }
        }
    }

    private static void WriteHashes(VectorWriter writer, HashColumn from, ReadOnlySpan<int> rows)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            if (!from.IsNull(rows[r]))
            {
                writer.Set(r, from[rows[r]]);
            }
        }
    }

    private static string SqlType(Column column) => column switch
    {
        { Role: ColumnRole.Deleted } => "boolean",
        { Type: ColumnType.Timestamp } => "timestamptz",
        { Type: ColumnType.Hash } => "uuid",
        _ => "varchar",
    };
}
