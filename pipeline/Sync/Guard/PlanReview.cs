using ContactSync.Config;
using ContactSync.DuckDb;

namespace ContactSync.Guard;

/// <summary>
/// A limit that a plan is past: which, how many rows it means, of how many, in percent, and the most percent that go unasked; consent has neither.
/// </summary>
public sealed record GuardFinding(string Guard, string What, long Rows, long Of, int Limit)
{
    /// <summary>Rounded up, so that what is past a limit never reads as the limit.</summary>
    public long Percent => Of == 0 ? 0 : ((100 * Rows) + Of - 1) / Of;
}

/// <summary>What a load will take: Bulk jobs, calls to the org, bytes of CSV, and rows to Salesforce.</summary>
public sealed record PlanEstimate(long Jobs, long Calls, long Bytes, long Rows, double RowsPerSecond, bool IsPaceKnown);

/// <summary>Looks over a sealed plan before anything is sent: what it will cost, and whether it is within the limits that go unasked.</summary>
internal sealed class PlanReview(RunSession session)
{
    /// <summary>Every guard's name, as <c>--allow</c> takes it.</summary>
    public static IReadOnlyList<string> Guards { get; } = [Creates, Updates, Blanks, Detaches, OptIn];

    private const string Creates = "creates";
    private const string Updates = "updates";
    private const string Blanks = "blanks";
    private const string Detaches = "detaches";
    private const string OptIn = "opt-in";

    // A job: create, upload, close, two polls at least, three results. Once: what moved since the extract.
    private const int CallsOfJob = 8;
    private const int CallsOfLoad = 2;

    // Quotes and commas of a cell, and what names a row: an Id or a sync key.
    private const int CellBytes = 3;
    private const int RowBytes = 24;

    // Rows a second of an org that no run has loaded yet: an org with a few triggers. Taken from Salesforce's own rule of thumb of 10 million rows in some hours.
    private const double FirstPace = 500;

    private readonly DuckConnection _connection = session.Scratch.Connection;

    /// <summary>Reads the sealed plan once; the state and the tables of deciding stand beside it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var plan = $"read_parquet({DuckSql.Literal(await session.Folder.TableAsync("plan", cancellationToken))})";
        session.Report.Estimate = Estimate(plan, cancellationToken);
        session.Report.Guard = Look(plan, cancellationToken);
    }

    private PlanEstimate Estimate(string plan, CancellationToken cancellationToken)
    {
        var load = session.Parts.Config.Pipeline.Load;
        using var result = _connection.Query(
            $"""
            select count(*)::bigint, (count(*) * {RowBytes} + coalesce(sum(list_sum(list_transform(changes, lambda c: coalesce(strlen(c.after), 4) + {CellBytes}))), 0))::bigint
            from {plan} where side = 'org' group by object, action
            """,
            cancellationToken);
        var (jobs, bytes, rows) = (0L, 0L, 0L);
        while (result.NextChunk())
        {
            for (var i = 0; i < result.Chunk.RowCount; i++)
            {
                var (count, size) = (result.Chunk.Column<long>(0)[i], result.Chunk.Column<long>(1)[i]);
                jobs += Math.Max(Pieces(count, load.RowsPerJob), Pieces(size, load.BytesPerJob));
                rows += count;
                bytes += size;
            }
        }

        var pace = session.Report.PastPace;
        return new PlanEstimate(jobs, jobs == 0 ? 0 : (jobs * CallsOfJob) + CallsOfLoad, bytes, rows, pace ?? FirstPace, pace is not null);
    }

    private static long Pieces(long whole, long piece) => (whole + piece - 1) / piece;

    private List<GuardFinding> Look(string plan, CancellationToken cancellationToken)
    {
        var guard = session.Parts.Config.Pipeline.Guard;
        var known = _connection.Scalar<long>("select count(*) from state where org_id is not null and status <> 'detached'", cancellationToken);
        var findings = new List<GuardFinding>();
        void Share(string name, string what, string count, int limit)
        {
            var rows = _connection.Scalar<long>(count, cancellationToken);
            if (known > 0 && rows >= guard.LeastRows && 100 * rows > limit * known)
            {
                findings.Add(new GuardFinding(name, what, rows, known, limit));
            }
        }

        Share(Creates, "new Contacts", $"select count(*) from {plan} where side = 'org' and action = 'create'", guard.CreatesPercent);
        Share(Updates, "changed Contacts", $"select count(*) from {plan} where side = 'org' and action = 'update'", guard.UpdatesPercent);
        Share(Blanks, "records that lose a value", $"select count(distinct record_key) from {plan} where len(list_filter(changes, lambda c: c.before is not null and c.after is null)) > 0", guard.BlanksPercent);
        Share(Detaches, "supporters that lose their Contact", "select count(*) from gone g join state s on s.org_id = g.org_id where s.status = 'linked'", guard.DetachesPercent);
        if (Flips(plan, cancellationToken) is > 0 and var flips)
        {
            findings.Add(new GuardFinding(OptIn, "opt-outs that would become opt-ins", flips, 0, 0));
        }

        return findings;
    }

    /// <summary>Rows that would take back someone's no, on either side.</summary>
    private long Flips(string plan, CancellationToken cancellationToken)
    {
        var conditions = session.Parts.Config.Profile.Map.Where(m => m.Consent is not null).Select(m => m.Consent == ConsentMeaning.OptOut
            ? $"(c.field = {DuckSql.Literal(m.Field)} and c.before = 'true' and c.after is distinct from 'true')"
            : $"(c.field = {DuckSql.Literal(m.Field)} and c.before = 'false' and c.after = 'true')").ToList();
        return conditions.Count == 0 ? 0
            : _connection.Scalar<long>($"select count(*) from {plan} where action = 'update' and len(list_filter(changes, lambda c: {string.Join(" or ", conditions)})) > 0", cancellationToken);
    }
}
