using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Duplicates;
using ContactSync.Guard;
using ContactSync.Match;
using ContactSync.Orgs;
using ContactSync.Reconcile;
using ContactSync.Review;
using ContactSync.Runs;
using ContactSync.Stage;
using ContactSync.Stores;
using ContactSync.Transforms.Match;
using ContactSync.Weights;

namespace ContactSync;

/// <summary>The first half of a run: extract both sides, match, reconcile, and seal the plan. Nothing is written to store or org.</summary>
internal sealed class Planning(RunSession session)
{
    private static readonly string[] StageTables = ["extract_local", "extract_org", "normalized", "rejects", "unusable"];

    private readonly TimeProvider _clock = session.Parts.Clock;

    // Read before anything else, so that a wrong file costs nothing. The model is null where the profile goes by neither rules, which take its keys, nor weights.
    private LoadedModel? _model;
    private RuleSet? _rules;

    /// <summary>All legs up to the sealed plan; the run is then <paramref name="state"/>.</summary>
    public async Task RunAsync(RunState state, CancellationToken cancellationToken)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var (profile, match) = (session.Parts.Config.Profile, session.Parts.Config.Pipeline.Match);
        var goesByRules = profile.Identify.GoesBy(KeyKind.Rules);
        _model = goesByRules || profile.Identify.GoesBy(KeyKind.Weights) ? Reference.ModelNamed(match.Model) : null;
        _rules = goesByRules ? RuleCheck.Of(profile) : null;
        await FoldAsync(cancellationToken);
        var (extracted, rejected) = await StageAsync(cancellationToken);
        await MatchAsync(cancellationToken);
        await ReconcileAsync(extracted, rejected, state, cancellationToken);
        session.Report.PlanAllocated = GC.GetTotalAllocatedBytes() - allocated;
    }

    /// <summary>Makes the tables of the plan anew from what an earlier process sealed, so that the load of that plan can be settled.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await FoldAsync(cancellationToken);
        await ViewsAsync(StageTables, cancellationToken);
        session.Reconciler.OpenMatching(cancellationToken);
        await ViewsAsync(["pairs"], cancellationToken);
        session.Reconciler.Claim(cancellationToken);
        session.Reconciler.Identify(cancellationToken);
        Decide(cancellationToken);
        var rejects = session.Scratch.Connection.Scalar<long>("select count(*) from rejects where side = 'local'", cancellationToken);
        var orgRejects = session.Scratch.Connection.Scalar<long>("select count(*) from rejects where side = 'org'", cancellationToken);
        Count(
            (session.Folder.Entry("extract_local")!.Rows + rejects, session.Folder.Entry("extract_org")!.Rows + orgRejects), (rejects, orgRejects));
        await new PlanReview(session).RunAsync(cancellationToken);
        await new DuplicateForecast(session).OpenAsync(cancellationToken);
    }

    private async Task FoldAsync(CancellationToken cancellationToken)
    {
        session.OpenChain();
        var (store, before) = (session.Parts.Store, session.Lock.State.Watermarks);
        PolicyTables.Write(
            session.Scratch.Connection, session.Parts.Config.Profile,
            new RunPolicy(store.Name, session.Compacts, store.IsReadOnly, session.Header.ReadsAll, session.Header.LinkOnly, before?.LocalUpto, before?.OrgNext));
        await session.Reconciler.FoldAsync(session.Chain, [.. session.Schemas.Mapped.Select(c => c.Name)], cancellationToken);
    }

    private async Task<((long Local, long Org) Extracted, (long Local, long Org) Rejected)> StageAsync(CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        var parts = session.Parts;
        var pipeline = parts.Config.Pipeline;
        var before = session.Lock.State.Watermarks;
        session.Report.PastPace = await new PastPace(session).ReadAsync(cancellationToken);
        session.Log.Write("started", session.Report.Run, ("profile", session.Report.Profile), ("everything", session.Header.ReadsAll), ("link_only", session.Header.LinkOnly));
        var polling = new Polling(pipeline.Load.PollFirst, pipeline.Load.PollMax, _clock, parts.Random);
        var org = new OrgExtract(
            parts.Org.Client, parts.Config.Profile, session.Schemas.Org, session.Facts.ExternalIdField, pipeline.Extract, polling);
        var all = session.Header.ReadsAll;
        var localWindow = new StoreWindow(all ? null : before?.LocalUpto, await parts.Store.BoundAsync(cancellationToken), all ? [] : Held("local_key"));
        var held = all ? [] : Held("org_id");
        if (!all && before?.OrgNext is not null)
        {
            held.UnionWith(await new UnknownLinks(session).FindAsync(localWindow, cancellationToken));
        }

        var orgWindow = await org.WindowAsync(all ? null : before?.OrgNext, held, cancellationToken);
        session.Header = session.Header with
        {
            Kind = session.Compacts ? RunKind.Full : RunKind.Incremental,

            // What only links forgets nothing of what it read: the next run reads from where this one began.
            Watermarks = session.Header.LinkOnly
                ? new Watermarks(localWindow.After, before?.LocalUpto, orgWindow.From, before?.OrgNext)
                : new Watermarks(localWindow.After, localWindow.UpTo, orgWindow.From, orgWindow.Next),
        };
        var rows = pipeline.Dataflow.Extract.BatchRows;
        using var leg = new StageLeg(
            session.Schemas,
            ct => parts.Store.ExtractAsync(localWindow, session.Schemas.Local, rows, ct),
            ct => org.ReadAsync(orgWindow, rows, ct));
        leg.Open(session.Scratch);
        await session.FlowAsync(SyncGraph.Stage(leg, session.Pacing.Dataflow, _clock), cancellationToken);
        await SealAsync(leg.Export(session.Scratch, cancellationToken), RunState.Interrupted, cancellationToken);
        CrashPoint.Hit("stage.sealed");
        await ViewsAsync(StageTables, cancellationToken);
        session.Report.ExtractJobs = org.Jobs;
        session.Log.Write("extracted", session.Report.Run, ("local", leg.Extracted(Config.Side.Local)), ("org", leg.Extracted(Config.Side.Org)), ("everything", localWindow.After is null));
        session.Report.StageElapsed = _clock.GetElapsedTime(start);
        return ((leg.Extracted(Config.Side.Local), leg.Extracted(Config.Side.Org)), (leg.Rejected(Config.Side.Local), leg.Rejected(Config.Side.Org)));
    }

    private async Task MatchAsync(CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        var dataflow = session.Parts.Config.Pipeline.Dataflow;
        session.Reconciler.OpenMatching(cancellationToken);
        using var leg = new MatchLeg();
        await leg.OpenAsync(session.Scratch, dataflow.Candidates.BatchRows, cancellationToken);
        await session.FlowAsync(SyncGraph.Match(leg, session.Pacing.Dataflow, _clock), cancellationToken);
        leg.Complete();
        await IdentifyAsync(cancellationToken);
        var pairs = session.Scratch.Export("pairs", "from pairs order by local_key, score desc, org_id, method", cancellationToken);
        session.Scratch.Connection.Execute("drop table pairs; drop table judged", cancellationToken);
        await SealAsync([pairs], RunState.Interrupted, cancellationToken);
        CrashPoint.Hit("match.sealed");
        await ViewsAsync(["pairs"], cancellationToken);
        session.Report.MatchElapsed = _clock.GetElapsedTime(start);
    }

    /// <summary>Who is who: by id, by what people said, by e-mail, and where the profile asks for it by rules, then by weights, among those who are still alone.</summary>
    private async Task IdentifyAsync(CancellationToken cancellationToken)
    {
        var (reconciler, scratch, config) = (session.Reconciler, session.Scratch, session.Parts.Config);
        reconciler.Claim(cancellationToken);
        JudgedPairs.Load(scratch.Connection, ReviewSession.LogOf(config.Pipeline.State.Path), cancellationToken);
        JudgedPairs.Apply(scratch.Connection, cancellationToken);
        reconciler.Identify(cancellationToken);
        if (_rules is not null)
        {
            await PeopleAsync("judged", _rules, cancellationToken);
        }

        if (config.Profile.Identify.GoesBy(KeyKind.Weights))
        {
            await PeopleAsync("weighed", null, cancellationToken);
        }
    }

    /// <summary>One key that looks at people as a whole: by rules, or by weights where there are none.</summary>
    private async Task PeopleAsync(string logged, RuleSet? rules, CancellationToken cancellationToken)
    {
        var config = session.Parts.Config;
        session.Reconciler.OpenPeople(cancellationToken);
        var leg = new PeopleLeg(session.Scratch, config.Profile, _model!, config.Pipeline.Match, session.Pacing.Dataflow, session.FlowAsync, _clock, rules);
        if (await leg.RunAsync(cancellationToken) is { } figures)
        {
            session.Log.Write(
                logged, session.Report.Run, ("compared", figures.Compared), ("groups_left_out", figures.Skipped.Count), ("records_in_them", figures.Skipped.Sum(g => (long)g.Records)));
        }

        session.Reconciler.TakeWeighed(cancellationToken);
        session.Reconciler.Identify(cancellationToken);
    }

    private async Task ReconcileAsync((long Local, long Org) extracted, (long Local, long Org) rejected, RunState state, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        Decide(cancellationToken);
        var scratch = session.Scratch;
        session.Reconciler.WritePlan(session.Parts.Config.Profile, cancellationToken);
        var forecast = new DuplicateForecast(session).Make(cancellationToken);
        StagedTable[] tables =
        [
            .. forecast,
            scratch.Export("matches", "from matches order by record_key, org_id", cancellationToken),
            scratch.ExportInOrder("plan", "from plan", cancellationToken),
            scratch.Export("skipped", "select record_key, side, local_key, org_id, reason, detail from outcomes where outcome = 'skipped' order by side, record_key", cancellationToken),
            scratch.Export("review", "select record_key, side, local_key, org_id, reason, detail from outcomes where outcome = 'review' order by side, record_key", cancellationToken),
            scratch.Export("drift", "from drift order by side, record_key, cause", cancellationToken),
            scratch.Export("verified", "from verified order by side, month", cancellationToken),
            scratch.Export("outcomes", "select record_key, side, local_key, org_id, outcome, reason, detail from outcomes order by side, record_key", cancellationToken),
        ];
        Count(extracted, rejected);
        await SealAsync(tables, state, cancellationToken);
        CrashPoint.Hit("plan.sealed");
        await new PlanReview(session).RunAsync(cancellationToken);
        session.Log.Write(
            "planned", session.Report.Run, ("creates", session.Report.Books!.ToOrg.Creates), ("updates", session.Report.Books.ToOrg.Updates), ("jobs", session.Report.Estimate!.Jobs),
            ("drifted", session.Report.Drift.Sum(d => d.Records)));
        session.Report.ReconcileElapsed = _clock.GetElapsedTime(start);
    }

    private void Decide(CancellationToken cancellationToken)
    {
        session.Reconciler.Decide(session.Parts.Config.Profile, cancellationToken);
    }

    private void Count((long Local, long Org) extracted, (long Local, long Org) rejected)
    {
        var keeper = new BookKeeper(session.Scratch.Connection);
        var books = new RunBooks(
            keeper.OfSide("local", extracted.Local, rejected.Local), keeper.OfSide("org", extracted.Org, rejected.Org),
            keeper.OfTarget("local", loaded: false), keeper.OfTarget("org", loaded: false));
        session.Report.Kind = session.Header.Kind;
        session.Report.ReadEverything = session.Header.Watermarks is { LocalAfter: null, OrgFrom: null };
        session.Report.Books = books;
        session.Report.Unusable = keeper.Unusable();
        session.Report.Drift = keeper.Drift();
        session.Report.MatchedById = session.Scratch.Connection.Scalar<long>("select count(*) from scope where paired and method = 'id'");
        session.Report.MatchedByEmail = session.Scratch.Connection.Scalar<long>("select count(*) from scope where paired and method = 'email'");
        session.Report.MatchedByRules = session.Scratch.Connection.Scalar<long>("select count(*) from scope where paired and method = 'rules'");
        session.Report.MatchedByWeights = session.Scratch.Connection.Scalar<long>("select count(*) from scope where paired and method = 'weights'");
        if (!books.Balance)
        {
            throw new UnbalancedException(books, session.Folder.Path);
        }
    }

    private HashSet<string> Held(string key)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        using var result = session.Scratch.Connection.Query($"select {DuckSql.Identifier(key)} from state where hold is not null and {DuckSql.Identifier(key)} is not null");
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                held.Add(result.Chunk.Text(0).AsString(row)!);
            }
        }

        return held;
    }

    private async Task ViewsAsync(IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            await session.Scratch.ViewAsync(table, session.Folder, table, cancellationToken);
        }
    }

    private Task SealAsync(IReadOnlyList<StagedTable> tables, RunState state, CancellationToken cancellationToken)
    {
        session.Header = session.Header with { State = state };
        return session.Folder.SealAsync(tables, session.Header, cancellationToken);
    }
}

/// <summary>The books of a run do not balance: a defect, found before anything was written.</summary>
public sealed class UnbalancedException(RunBooks books, string folder)
    : Exception($"{folder}: the books do not balance, so the run does not commit: {books}")
{
    public RunBooks Books { get; } = books;
}
