using System.Text;
using ContactSync.DuckDb;

namespace ContactSync.Load;

/// <summary>
/// Cuts the plan into slices, in the order of waves and plan rows: each of one wave, side, object and action, none over its bound of rows
/// or (for the org) bytes unless it is a single row. Depends on nothing but the plan and the bounds.
/// </summary>
internal static class Slicer
{
    private const int OrgBatch = 10_000;

    // Sync key or Id, and the separators of a row.
    private const int KeyBytes = 48;

    public static IReadOnlyList<Slice> Cut(LoadTables tables, LoadBegun bounds, CancellationToken cancellationToken)
    {
        using var connection = tables.Connect();
        var slices = new List<Slice>();
        foreach (var group in Groups(connection, tables, cancellationToken))
        {
            var rows = group.Side == PlanSide.Org ? bounds.RowsPerJob : bounds.StoreRows;
            var bytes = group.Side == PlanSide.Org ? bounds.BytesPerJob : long.MaxValue;
            var cutter = new Cutter(group, rows >= OrgBatch ? rows - (rows % OrgBatch) : rows, bytes, slices);
            Feed(connection, tables, group, cutter, cancellationToken);
            cutter.End();
        }

        return slices;
    }

    private static List<Slice> Groups(DuckConnection connection, LoadTables tables, CancellationToken cancellationToken)
    {
        var groups = new List<Slice>();
        using var result = connection.Query(
            $"""
            select wave::integer, side, object, action, min(plan_row), max(plan_row), count(*)
            from {tables.Plan} group by all order by 1, min(plan_row)
            """,
            cancellationToken);
        while (result.NextChunk())
        {
            var chunk = result.Chunk;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                groups.Add(new Slice(
                    0,
                    chunk.Column<int>(0)[row],
                    Enum.Parse<PlanSide>(chunk.Text(1).AsString(row)!, ignoreCase: true),
                    chunk.Text(2).AsString(row)!,
                    Enum.Parse<PlanAction>(chunk.Text(3).AsString(row)!, ignoreCase: true),
                    chunk.Column<long>(4)[row],
                    chunk.Column<long>(5)[row],
                    chunk.Column<long>(6)[row],
                    0,
                    []));
            }
        }

        return groups;
    }

    private static void Feed(DuckConnection connection, LoadTables tables, Slice group, Cutter cutter, CancellationToken cancellationToken)
    {
        using var result = connection.Query($"select plan_row, changes from {tables.RowsOf(group, null)}", cancellationToken);
        long last = -1;
        while (result.NextChunk())
        {
            var planRow = result.Chunk.Column<long>(0);
            var changes = new ChangesColumn(result.Chunk, 1);
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                if (planRow[row] <= last)
                {
                    throw new InvalidDataException($"plan row {planRow[row]} stands behind {last}: a plan like this was not made by this program");
                }

                last = planRow[row];
                long bytes = KeyBytes;
                var (start, end) = changes[row];
                for (var element = start; element < end; element++)
                {
                    cutter.Note(changes.Target[element]);
                    bytes += CellBytes(changes.After, element);
                }

                cutter.Add(planRow[row], bytes);
            }
        }
    }

    // A cell costs its bytes, its doubled quotes and two quotes around it, or the four of #N/A.
    private static long CellBytes(Utf8Column after, int element) =>
        after.IsNull(element) ? 4 : 2 + after[element].Length + after[element].Count((byte)'"');

    /// <summary>Collects rows until a bound is met; a cut by bytes goes back to the last multiple of the org's batch.</summary>
    private sealed class Cutter(Slice group, int maxRows, long maxBytes, List<Slice> slices)
    {
        // Of the whole group: a slice has the columns that were seen up to its end.
        private readonly List<byte[]> _columns = [];
        private Part _open;
        private Part _whole;

        /// <summary>Notes a column of the row that is added next.</summary>
        public void Note(ReadOnlySpan<byte> column)
        {
            // A handful of columns: comparing them in turn beats hashing.
            foreach (var known in _columns)
            {
                if (column.SequenceEqual(known))
                {
                    return;
                }
            }

            _columns.Add(column.ToArray());
        }

        public void Add(long planRow, long bytes)
        {
            // Every column costs each row a comma.
            bytes += _columns.Count;
            if (_open.Rows > 0 && (_open.Rows == maxRows || _open.Bytes + bytes > maxBytes))
            {
                Cut(_whole.Rows > 0 ? _whole : _open);
            }

            if (_open.Rows > 0 && _open.Bytes + bytes > maxBytes)
            {
                Cut(_open);
            }

            _open = _open.With(planRow, bytes);
            if (_open.Rows % OrgBatch == 0)
            {
                _whole = _open;
            }
        }

        public void End()
        {
            if (_open.Rows > 0)
            {
                Cut(_open);
            }
        }

        private void Cut(Part part)
        {
            slices.Add(group with
            {
                Number = slices.Count + 1,
                FirstRow = part.First,
                LastRow = part.Last,
                Rows = part.Rows,
                Bytes = part.Bytes,
                Columns = [.. _columns.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal)],
            });
            _open = _open.Without(part);
            _whole = default;
        }
    }

    private readonly record struct Part(long First, long Last, long Rows, long Bytes)
    {
        public Part With(long row, long bytes) => new(Rows == 0 ? row : First, row, Rows + 1, Bytes + bytes);

        // The rows behind a cut begin right after it: within a group plan rows ascend.
        public Part Without(Part cut) => Rows == cut.Rows ? default : new(cut.Last + 1, Last, Rows - cut.Rows, Bytes - cut.Bytes);
    }
}
