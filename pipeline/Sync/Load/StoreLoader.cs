using ContactSync.DuckDb;
using ContactSync.Runs;
using ContactSync.Stores;

namespace ContactSync.Load;

/// <summary>
/// Writes to the store: the plan's local slices, and after each org slice the links and statuses of its rows. The store applies a slice number
/// once for a run, so a slice whose settling was not journalled is simply applied again and answers as the first time.
/// </summary>
internal sealed class StoreLoader(IContactStore store, LoadLedger ledger, LoadTables tables, string run, StoreNumbers numbers, TimeProvider clock)
{
    private readonly StorePlan _plan = new(tables);

    /// <summary>Applies one local slice of the plan and settles it.</summary>
    public async ValueTask<SettledSlice> ApplyAsync(Slice slice, CancellationToken cancellationToken)
    {
        var at = ledger.Of(slice.Number);
        if (at.IsDone)
        {
            return new SettledSlice(slice, at.Settled);
        }

        ledger.Write(new SliceIntent(slice.Number, 1, slice.Rows));
        CrashPoint.Hit("store.intent");
        var outcomes = await store.ApplyAsync(new StoreSlice(run, slice.Number, clock.GetUtcNow(), _plan.Writes(slice, cancellationToken)), cancellationToken);
        CrashPoint.Hit("store.applied");
        using var connection = tables.Connect();
        Note(connection, outcomes);
        connection.Execute(
            $"""
            create temp table outcomes as
            select p.plan_row, {slice.Number}::integer as slice, 1::integer as attempt, p.side, p.action, p.record_key,
                coalesce(a.local_key, p.local_key) as local_key, p.org_id, a.outcome,
                a.outcome = 'succeeded' and p.action = 'create' as created, a.code, a.message, []::varchar[] as fields, null::varchar as job_id
            from {tables.RowsOf(slice, null)} p join answered a using (plan_row)
            """,
            cancellationToken);
        var part = LoadTables.PartOf(slice, 1);
        var sha256 = await tables.WritePartAsync(connection, part, "select * from outcomes order by plan_row", cancellationToken);
        var settled = Settlement.Totals(connection, slice.Number, 1, null, part, sha256);
        ledger.Write(settled);
        CrashPoint.Hit("store.settled");
        return new SettledSlice(slice, [settled]);
    }

    /// <summary>Tells the store how the rows of an org slice ended: the Contact of a created one, and the status of each.</summary>
    public async ValueTask LinkAsync(SettledSlice settled, CancellationToken cancellationToken)
    {
        if (ledger.IsLinked(settled.Slice.Number))
        {
            return;
        }

        var totals = new LinkTotals(0, 0);
        var number = numbers.FirstLink(settled.Slice.Number);
        await foreach (var rows in _plan.LinksAsync(settled, numbers.StoreRows, cancellationToken))
        {
            try
            {
                var done = await store.LinkAsync(new LinkSlice(run, number++, clock.GetUtcNow(), rows), cancellationToken);
                totals = new LinkTotals(totals.Applied + done.Applied, totals.Refused + done.Refused);
            }
            finally
            {
                rows.Release();
            }

            CrashPoint.Hit("links.applied");
        }

        ledger.Write(new LinksApplied(settled.Slice.Number, totals.Applied, totals.Refused));
        CrashPoint.Hit("links.settled");
    }

    /// <summary>Links the supporters whose Contact the look-up of refused duplicates found.</summary>
    public async ValueTask LinkFoundAsync(LookedUp lookup, CancellationToken cancellationToken)
    {
        if (ledger.IsLinked(LookedUp.Slice))
        {
            return;
        }

        var totals = new LinkTotals(0, 0);
        var number = numbers.FirstFound;
        await foreach (var rows in _plan.FoundAsync(lookup, numbers.StoreRows, cancellationToken))
        {
            try
            {
                var done = await store.LinkAsync(new LinkSlice(run, number++, clock.GetUtcNow(), rows), cancellationToken);
                totals = new LinkTotals(totals.Applied + done.Applied, totals.Refused + done.Refused);
            }
            finally
            {
                rows.Release();
            }

            CrashPoint.Hit("lookup.linked");
        }

        ledger.Write(new LinksApplied(LookedUp.Slice, totals.Applied, totals.Refused));
    }

    private static void Note(DuckConnection connection, IReadOnlyList<StoreOutcome> outcomes)
    {
        connection.Execute("create temp table answered (plan_row bigint, local_key varchar, outcome varchar, code varchar, message varchar)");
        using var rows = connection.Append("answered");
        foreach (var outcome in outcomes)
        {
            var row = rows.Row;
            rows.Set(0, row, outcome.PlanRow);
            Set(rows, 1, outcome.LocalKey);
            Set(rows, 2, outcome.Result switch { StoreResult.Applied => "succeeded", StoreResult.Moved => "moved", _ => "failed" });
            Set(rows, 3, outcome.Code);
            Set(rows, 4, outcome.Message);
            rows.EndRow();
        }

        rows.Complete();
    }

    private static void Set(DuckAppender rows, int column, string? value)
    {
        if (value is not null)
        {
            rows.SetText(column, rows.Row, System.Text.Encoding.UTF8.GetBytes(value));
        }
    }
}

/// <summary>
/// The numbers of store transactions within a run, the same after a restart: local slices have their own, links follow behind the last slice,
/// as many for each org slice as its planned rows need.
/// </summary>
internal sealed class StoreNumbers
{
    private readonly Dictionary<int, int> _firstLink = [];

    public StoreNumbers(IReadOnlyList<Slice> slices, int storeRows)
    {
        StoreRows = storeRows;
        var next = slices.Count + 1;
        foreach (var slice in slices.Where(slice => slice.Side == PlanSide.Org))
        {
            _firstLink[slice.Number] = next;
            next += (int)((slice.Rows + storeRows - 1) / storeRows);
        }

        FirstFound = next;
    }

    /// <summary>The number of the first transaction of links that the look-up of duplicates found; no other comes after.</summary>
    public int FirstFound { get; }

    /// <summary>The most writes of one transaction.</summary>
    public int StoreRows { get; }

    /// <summary>The number of an org slice's first transaction of links.</summary>
    public int FirstLink(int slice) => _firstLink[slice];
}
