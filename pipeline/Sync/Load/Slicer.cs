using System.Globalization;
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
                    0));
            }
        }

        return groups;
    }

    private static void Feed(DuckConnection connection, LoadTables tables, Slice group, Cutter cutter, CancellationToken cancellationToken)
    {
        // A cell costs its bytes, its doubled quotes and two quotes around it; every column of the group costs each row a comma.
        var commas = connection.Scalar<long>(
            $"select count(distinct target) from (select unnest(changes).target as target from {tables.RowsOf(group, null)})", cancellationToken);
        using var result = connection.Query(
            string.Create(CultureInfo.InvariantCulture, $"""
            select plan_row, ({KeyBytes + commas} + coalesce(list_sum(list_transform(changes,
                lambda c: 4 + coalesce(2 * strlen(c.after) - strlen(replace(c.after, '"', '')), 0))), 0))::bigint
            from {tables.RowsOf(group, null)} order by plan_row
            """),
            cancellationToken);
        while (result.NextChunk())
        {
            var planRow = result.Chunk.Column<long>(0);
            var bytes = result.Chunk.Column<long>(1);
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                cutter.Add(planRow[row], bytes[row]);
            }
        }
    }

    /// <summary>Collects rows until a bound is met; a cut by bytes goes back to the last multiple of the org's batch.</summary>
    private sealed class Cutter(Slice group, int maxRows, long maxBytes, List<Slice> slices)
    {
        private Part _open;
        private Part _whole;

        public void Add(long planRow, long bytes)
        {
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
            slices.Add(group with { Number = slices.Count + 1, FirstRow = part.First, LastRow = part.Last, Rows = part.Rows, Bytes = part.Bytes });
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
