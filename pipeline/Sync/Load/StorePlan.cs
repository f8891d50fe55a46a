using System.Runtime.CompilerServices;
using ContactSync.DuckDb;
using ContactSync.Runs;
using ContactSync.Stores;
using ContactSync.Transforms.Model;

namespace ContactSync.Load;

/// <summary>Reads plan rows and results as writes to the store, one slice at a time.</summary>
internal sealed class StorePlan(LoadTables tables)
{
    /// <summary>What a supporter's sync status says after a write that went through.</summary>
    public const string Synced = "synced";

    /// <summary>What it says after the org refused the supporter as a duplicate and its Contact was found: the next run sends it by Id.</summary>
    public const string Found = "linked";

    /// <summary>The writes of a local slice, in the order of the plan.</summary>
    public List<StoreWrite> Writes(Slice slice, CancellationToken cancellationToken)
    {
        var writes = new List<StoreWrite>();
        using var connection = tables.Connect();
        using var result = connection.Query(
            $"""
            select plan_row, local_key, org_id, expected_stamp, list_transform(changes, lambda c: c.target), list_transform(changes, lambda c: c.after)
            from {tables.RowsOf(slice, null)} order by plan_row
            """,
            cancellationToken);
        var action = slice.Action switch
        {
            PlanAction.Create => StoreAction.Create,
            PlanAction.Update => StoreAction.Update,
            _ => StoreAction.Link,
        };
        while (result.NextChunk())
        {
            var chunk = result.Chunk;
            var stamp = chunk.Column<DateTimeOffset>(3);
            for (var row = 0; row < chunk.RowCount; row++)
            {
                writes.Add(new StoreWrite(
                    chunk.Column<long>(0)[row],
                    action,
                    chunk.Text(1).AsString(row),
                    chunk.Text(2).AsString(row),
                    stamp.Nullable(row),
                    Changes(chunk, row),
                    Synced));
            }
        }

        return writes;
    }

    /// <summary>
    /// The links and statuses that a settled org slice brings, in the order of the plan and at most <paramref name="batchRows"/> a batch, which the
    /// caller releases; rows that moved bring none.
    /// </summary>
    public async IAsyncEnumerable<RecordBatch> LinksAsync(SettledSlice settled, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = tables.Connect();
        var query =
            $"""
            select local_key, case when action = 'create' and outcome = 'succeeded' then org_id end,
                case outcome when 'succeeded' then '{Synced}' when 'failed' then 'failed: ' || coalesce(code, '') else 'pending' end
            from {tables.Parts(settled.Attempts.Select(attempt => attempt.Part))} where outcome in ('succeeded', 'failed', 'pending') and local_key is not null order by plan_row
            """;
        await foreach (var batch in TableReader.ReadAsync(connection, query, LinkSlice.Schema, batchRows, cancellationToken))
        {
            yield return batch;
        }
    }

    /// <summary>The links that the look-up of refused duplicates found, in the order of the plan and at most <paramref name="batchRows"/> a batch, which the caller releases.</summary>
    public async IAsyncEnumerable<RecordBatch> FoundAsync(LookedUp lookup, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = tables.Connect();
        var query = $"select local_key, org_id, '{Found}' from {tables.Parts([lookup.Part])} where verdict = 'linked' order by plan_row";
        await foreach (var batch in TableReader.ReadAsync(connection, query, LinkSlice.Schema, batchRows, cancellationToken))
        {
            yield return batch;
        }
    }

    private static List<StoreChange> Changes(DuckChunk chunk, int row)
    {
        var targets = chunk.List(4);
        var values = chunk.List(5);
        if (targets.IsNull(row))
        {
            return [];
        }

        var names = targets.Elements.Text();
        var after = values.Elements.Text();
        var first = values[row].Start.Value;
        var changes = new List<StoreChange>();
        for (var element = targets[row].Start.Value; element < targets[row].End.Value; element++, first++)
        {
            changes.Add(new StoreChange(names.AsString(element)!, after.AsString(first)));
        }

        return changes;
    }
}
