using System.Runtime.CompilerServices;
using ContactSync.DuckDb;
using ContactSync.Runs;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>A job that an earlier process began and this one goes on with; <paramref name="State"/> is null when the org does not know it any more.</summary>
public sealed record AdoptedJob(string Job, int Slice, int Attempt, SlicePhase Phase, JobState? State);

/// <summary>What this process found in the journal: nothing for a new load.</summary>
public sealed record LoadResumption(IReadOnlyList<AdoptedJob> Adopted, int SettledSlices, long RowsSkipped, long TornBytes);

/// <summary>
/// The load of one sealed plan, as pieces for a graph: a source of slices that still need work, and what to do with each. Opening it on a
/// run that was interrupted continues that run. At most as many jobs are open as callers are inside <see cref="LoadOrgAsync"/>.
/// </summary>
public sealed class LoadLeg : IDisposable
{
    /// <summary>API calls that a job takes at least: create, upload, close, polls and three results.</summary>
    private const int CallsOfAJob = 10;

    private const string LookupPart = "lookup.parquet";

    private readonly LoadSetup _setup;
    private readonly Journal _journal;
    private readonly LoadLedger _ledger;
    private readonly LoadTables _tables;
    private readonly JobCalls _calls;
    private readonly OrgLoader _org;
    private readonly StoreLoader _store;

    private LoadLeg(LoadSetup setup, Journal journal, LoadLedger ledger, LoadTables tables, IReadOnlyList<Slice> slices)
    {
        _setup = setup;
        _journal = journal;
        _ledger = ledger;
        _tables = tables;
        Slices = slices;
        var begun = ledger.Begun!;
        var pauses = new Pauses(setup.Options, setup.Clock, setup.Random);
        var userId = setup.Identity.UserId.ToString();
        _calls = new JobCalls(setup.Org.Ingest, setup.Options, pauses, setup.Fence);
        var settlement = new Settlement(
            tables, new JobResults(setup.Org.Ingest, setup.Objects), new ReadBack(setup.Org, _calls, userId, begun.At), setup.Options, pauses);
        _org = new OrgLoader(ledger, tables, _calls, settlement, pauses, begun.ExternalIdField);
        _store = new StoreLoader(
            setup.Store, ledger, tables, setup.Folder.Id.ToString(), new StoreNumbers(slices, begun.StoreRows), setup.Clock);
    }

    /// <summary>All slices of the plan, in order.</summary>
    public IReadOnlyList<Slice> Slices { get; }

    /// <summary>What was found of an earlier process.</summary>
    public LoadResumption Resumption { get; private set; } = new([], 0, 0, 0);

    /// <summary>Rows that were sent to the org more than once because an earlier process was interrupted.</summary>
    public long RowsSentAgain => _org.RowsSentAgain;

    /// <summary>The commit the journal holds; not null only when a crash came after the last write and before the end.</summary>
    public RunCommitted? Committed => _ledger.Committed;

    /// <summary>
    /// Opens the load of a run: begins its journal or reads it, checks plan and results against their seals, cuts the slices, and asks the org what moved.
    /// Throws <see cref="DamagedFileException"/>, <see cref="LoadStoppedException"/>, and what the client throws for wrong credentials.
    /// </summary>
    public static async Task<LoadLeg> OpenAsync(LoadSetup setup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var journal = Journal.Open(setup.Files, setup.Folder.JournalPath, setup.Fence);
        LoadTables? tables = null;
        try
        {
            var ledger = new LoadLedger(journal);
            var isNew = ledger.Begun is null;
            tables = await LoadTables.OpenAsync(setup.Folder, setup.Files, setup.Options.MemoryLimit, cancellationToken);
            Begin(setup, ledger);
            await CheckPartsAsync(ledger, tables, cancellationToken);

            // Cut before anything is left out: the cut depends on the plan alone.
            var leg = new LoadLeg(setup, journal, ledger, tables, Slicer.Cut(tables, ledger.Begun!, cancellationToken));
            tables.LeaveOut(ledger.Moved);
            CrashPoint.Hit("load.started");
            if (ledger.Committed is null)
            {
                await leg.AskWhatMovedAsync(cancellationToken);
            }

            leg.Resumption = isNew ? leg.Resumption : await leg.LookBackAsync(cancellationToken);
            return leg;
        }
        catch
        {
            tables?.Dispose();
            journal.Dispose();
            throw;
        }
    }

    /// <summary>The slices that still need work, waves in order; a slice whose jobs are settled but whose links are not is among them.</summary>
    public async IAsyncEnumerable<Slice> RemainingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var slice in Slices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_ledger.Of(slice.Number).IsDone || (slice.Side == PlanSide.Org && !_ledger.IsLinked(slice.Number)))
            {
                yield return slice;
            }
        }

        await Task.CompletedTask;
    }

    /// <summary>Throws <see cref="BudgetExhaustedException"/> where a new job does not fit the budget of API calls. Only what is not begun waits for it: jobs that were made are always settled.</summary>
    public void RequireBudget(Slice slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        if (_ledger.Of(slice.Number).Phase == SlicePhase.None)
        {
            _setup.Org.Budget.Require(CallsOfAJob);
        }
    }

    /// <summary>Takes an org slice through the protocol to its last outcome.</summary>
    public ValueTask<SettledSlice> LoadOrgAsync(Slice slice, CancellationToken cancellationToken) => _org.LoadAsync(slice, cancellationToken);

    /// <summary>Applies a local slice of the plan to the store. The store takes one writer at a time.</summary>
    public ValueTask<SettledSlice> LoadLocalAsync(Slice slice, CancellationToken cancellationToken) => _store.ApplyAsync(slice, cancellationToken);

    /// <summary>Brings links and statuses of a settled org slice into the store.</summary>
    public ValueTask LinkAsync(SettledSlice settled, CancellationToken cancellationToken) => _store.LinkAsync(settled, cancellationToken);

    /// <summary>The part files with the outcomes so far, all of them once no slice remains.</summary>
    public IReadOnlyList<string> ResultFiles => [.. ResultsTable.PartsOf(_ledger, Slices).Select(_tables.PathOf)];

    /// <summary>The part file of the look-up of refused duplicates, null before it was made.</summary>
    public string? LookupFile => _ledger.LookedUp is { } lookup ? _tables.PathOf(lookup.Part) : null;

    /// <summary>Makes the findings of the look-up durable: the rows of <paramref name="select"/>, so many refused, so many linked, asked for at <paramref name="at"/>.</summary>
    public async Task RecordLookupAsync(DuckConnection connection, string select, long refused, long linked, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var sha256 = await _tables.WritePartAsync(connection, LookupPart, select, cancellationToken);
        _ledger.Write(new LookedUp(LookupPart, sha256, refused, linked, at));
        CrashPoint.Hit("lookup.recorded");
    }

    /// <summary>Brings the links that the look-up found into the store.</summary>
    public ValueTask LinkFoundAsync(CancellationToken cancellationToken) =>
        _ledger.LookedUp is { } lookup ? _store.LinkFoundAsync(lookup, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Aborts empty jobs that lost replies left behind; returns them, and what kept it from going on, if anything did.</summary>
    public async Task<(IReadOnlyList<string> Aborted, string? Problem)> SweepAsync(CancellationToken cancellationToken)
    {
        var sweep = new OrphanSweep(_setup.Org.Ingest, _ledger, _setup.Identity.UserId.ToString(), _setup.Fence);
        var done = await sweep.RunAsync(Slices, _ledger.Begun!.At, cancellationToken);
        CrashPoint.Hit("load.swept");
        return done;
    }

    /// <summary>Links that the store refused, over all slices.</summary>
    public long LinksRefused => _ledger.Linked.Sum(linked => linked.Refused);

    /// <summary>Writes the table <c>results</c> into the stage, to be sealed; returns what became of each side's rows. Only when no slice remains.</summary>
    public IReadOnlyDictionary<PlanSide, LoadTotals> AssembleResults(CancellationToken cancellationToken)
    {
        var totals = ResultsTable.Write(_tables, ResultsTable.PartsOf(_ledger, Slices), _ledger.LookedUp?.Part, _setup.Folder.StagedPath("results"), cancellationToken);
        CrashPoint.Hit("results.assembled");
        return totals;
    }

    /// <summary>
    /// Commits the run in one swap: first the journal says so, then the state pointer is replaced, then the manifest. Called again after a crash in
    /// between, it completes the commit that the journal holds.
    /// </summary>
    public async Task CommitAsync(StateFolder state, StatePointer current, Func<Manifest, Manifest> restate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(restate);
        var manifest = _setup.Folder.Manifest!;
        var next = _ledger.Committed?.State ?? current.After(_setup.Folder.Id, manifest.Kind, manifest.Watermarks ?? throw new InvalidOperationException($"run {manifest.Run} has no watermarks"));
        if (_ledger.Committed is null)
        {
            _ledger.Write(new RunCommitted(next, _setup.Clock.GetUtcNow()));
        }

        CrashPoint.Hit("commit.journalled");
        state.Write(next with { Epoch = current.Epoch });
        CrashPoint.Hit("commit.swapped");
        await _setup.Folder.RestateAsync(known => restate(known) with { State = RunState.Committed, Epoch = current.Epoch }, cancellationToken);
        CrashPoint.Hit("commit.done");
    }

    public void Dispose()
    {
        _tables.Dispose();
        _journal.Dispose();
    }

    private static void Begin(LoadSetup setup, LoadLedger ledger)
    {
        var plan = setup.Folder.Entry("plan")!;
        if (ledger.Begun is null)
        {
            var options = setup.Options;
            ledger.Write(new LoadBegun(
                LoadBegun.CurrentVersion, setup.Folder.Id.ToString(), plan.Sha256, setup.Folder.Manifest!.ConfigSha256,
                options.RowsPerJob, options.BytesPerJob, options.StoreRows, options.ExternalIdField, setup.Clock.GetUtcNow()));
        }
        else if (ledger.Begun.PlanSha256 != plan.Sha256 || ledger.Begun.Run != setup.Folder.Id.ToString())
        {
            throw new DamagedFileException(setup.Folder.JournalPath, "it belongs to another plan than the one in its folder", "Nothing was sent. Put plan and journal of the same run together");
        }
    }

    private static async Task CheckPartsAsync(LoadLedger ledger, LoadTables tables, CancellationToken cancellationToken)
    {
        foreach (var (part, sha256) in ledger.Parts)
        {
            await tables.CheckPartAsync(part, sha256, cancellationToken);
        }
    }

    private Task<long> AskWhatMovedAsync(CancellationToken cancellationToken)
    {
        var pauses = new Pauses(_setup.Options, _setup.Clock, _setup.Random);
        var moved = new MovedRows(_setup.Org, _tables, _ledger, _calls, pauses, _setup.Identity.UserId, _setup.Clock);
        return moved.FindAsync(Slices, _setup.ExtractedUpTo, cancellationToken);
    }

    private async Task<LoadResumption> LookBackAsync(CancellationToken cancellationToken)
    {
        var adopted = new List<AdoptedJob>();
        foreach (var slice in Slices)
        {
            var at = _ledger.Of(slice.Number);
            if (at is { Job: { } job, Phase: not SlicePhase.Settled })
            {
                var found = await _calls.TryAsync("resume", () => _calls.FindAsync(job, cancellationToken), null, cancellationToken);
                adopted.Add(new AdoptedJob(job, slice.Number, at.Attempt, at.Phase, found?.State));
            }
        }

        var settled = Slices.Where(slice => _ledger.Of(slice.Number).IsDone).ToList();
        return new(adopted, settled.Count, settled.Sum(slice => slice.Rows), _journal.TornBytes);
    }
}
