using System.Text.Json;
using ContactSync.Duplicates;
using ContactSync.Load;
using ContactSync.Reconcile;
using ContactSync.Runs;
using ContactSync.Salesforce;

namespace ContactSync;

/// <summary>The second half of a run: load the sealed plan, write down what is now known, commit in one swap.</summary>
internal sealed class Loading(RunSession session)
{
    // As the rest of the manifest.
    private static readonly JsonSerializerOptions BooksForm = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly TimeProvider _clock = session.Parts.Clock;

    /// <summary>Loads, or goes on loading, and commits.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        using var leg = await LoadLeg.OpenAsync(Setup(), cancellationToken);
        session.Report.Resumption = leg.Resumption;
        if (leg.Committed is null)
        {
            await session.FlowAsync(SyncGraph.Load(leg, session.Pacing.Dataflow, _clock), cancellationToken);
            await new DuplicateLookup(session, leg).RunAsync(cancellationToken);
            await leg.SweepAsync(cancellationToken);
            session.Report.LoadJobs = leg.Slices.Count(s => s.Side == PlanSide.Org);
            session.Report.RowsSentAgain = leg.RowsSentAgain;
            session.Report.LinksRefused = leg.LinksRefused;
            await SettleAsync(leg, cancellationToken);
            session.Report.LoadElapsed = _clock.GetElapsedTime(start);
            await SealRecordsAsync(cancellationToken);
        }

        await leg.CommitAsync(session.StateFolder, session.Lock.State, m => m with { EndedAt = _clock.GetUtcNow() }, cancellationToken);
        session.Report.State = RunState.Committed;
        session.Folder.SweepStage();
    }

    private async Task SettleAsync(LoadLeg leg, CancellationToken cancellationToken)
    {
        var scratch = session.Scratch;
        leg.AssembleResults(cancellationToken);
        var results = scratch.Connection.Scalar<long>($"select count(*) from read_parquet({DuckDb.DuckSql.Literal(session.Folder.StagedPath("results"))})", cancellationToken);
        await SealAsync([new StagedTable("results", results)], cancellationToken);
        CrashPoint.Hit("results.sealed");
        await scratch.ViewAsync("results", session.Folder, "results", cancellationToken);
        var keeper = new BookKeeper(scratch.Connection);
        var books = session.Report.Books! with { ToLocal = keeper.OfTarget("local", loaded: true), ToOrg = keeper.OfTarget("org", loaded: true) };
        session.Report.Books = books;
        if (!books.Balance)
        {
            throw new UnbalancedException(books, session.Folder.Path);
        }

        session.Reconciler.Settle(cancellationToken);
        await SealAsync(
            [
                scratch.Export("lookups", "from lookup order by plan_row", cancellationToken),
                new DuplicateForecast(session).Score(cancellationToken),
                scratch.Export("links", "from links_all order by record_key", cancellationToken),
                scratch.Export("errors", "select code, any_value(message) as message, side, outcome, count(*) as \"rows\" from results where code is not null group by code, side, outcome order by code, side, outcome", cancellationToken),
            ],
            cancellationToken);
        CrashPoint.Hit("links.sealed");
    }

    /// <summary>Seals what the run says of itself. It differs from time to time, so a resumed run keeps what it already has.</summary>
    private async Task SealRecordsAsync(CancellationToken cancellationToken)
    {
        if (!session.Folder.Has("run"))
        {
            await SealAsync(new RunRecords(session).Export(cancellationToken), cancellationToken);
        }
    }

    private Task SealAsync(IReadOnlyList<StagedTable> tables, CancellationToken cancellationToken)
    {
        var books = session.Report.Books;
        session.Header = session.Header with { State = RunState.Planned, Books = JsonSerializer.SerializeToElement(books, BooksForm) };
        return session.Folder.SealAsync(tables, session.Header, cancellationToken);
    }

    private LoadSetup Setup()
    {
        var parts = session.Parts;
        var load = parts.Config.Pipeline.Load;
        return new LoadSetup
        {
            Folder = session.Folder,
            Files = parts.Files,
            Org = parts.Org.Client,
            Identity = parts.Org.Identity,
            Objects = new Dictionary<string, ObjectDescription>(StringComparer.OrdinalIgnoreCase) { [session.Facts.Description.Name] = session.Facts.Description },
            Store = parts.Store,
            Options = new LoadOptions
            {
                RowsPerJob = load.RowsPerJob,
                BytesPerJob = load.BytesPerJob,
                RowRetries = load.RowRetries,
                PollFirst = load.PollFirst,
                PollMax = load.PollMax,
                ExternalIdField = session.Facts.ExternalIdField,
            },
            ExtractedUpTo = session.Header.Watermarks!.OrgNext ?? session.Header.StartedAt,
            Fence = session.Lock.EnsureHeld,
            Clock = _clock,
            Random = parts.Random,
        };
    }
}
