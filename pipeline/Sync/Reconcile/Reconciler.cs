using System.Globalization;
using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Reconcile;

/// <summary>
/// The set steps of a run, over a scratch database that holds the sealed tables as views: fold the state, decide who is who, merge three ways, plan,
/// and after the load write down what is now known. Rows never leave DuckDB.
/// </summary>
public sealed class Reconciler(Scratch scratch, TimeProvider clock)
{
    // What a differing record takes while it is merged, both sides and the base in the tables of joins: its keys, and each field. A part of them may take
    // this share of DuckDB's memory, so that joins seldom spill.
    private const long RowBytes = 500;
    private const long FieldBytes = 120;
    private const long MemoryShare = 3;
    private const int SampledKeys = 20_000;

    private readonly List<StepReading> _readings = [];

    /// <summary>Every step that ran, in order.</summary>
    public IReadOnlyList<StepReading> Readings => _readings;

    private DuckConnection Connection => scratch.Connection;

    /// <summary>Folds the committed runs into the table <c>state</c>; an empty chain gives an empty state.</summary>
    public async Task FoldAsync(IReadOnlyList<RunFolder> chain, IReadOnlyList<string> mappedFields, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(mappedFields);
        Empty("links_delta", mappedFields);
        if (chain.Count == 0)
        {
            Empty("links_full", mappedFields);
        }

        for (var i = 0; i < chain.Count; i++)
        {
            var path = DuckSql.Literal(await chain[i].TableAsync("links", cancellationToken));
            var known = $"select {i} as run_ord, {Known(path, mappedFields)} from read_parquet({path})";
            Connection.Execute(i == 0 ? $"create view links_full as {known}" : $"insert into links_delta by name {known}", cancellationToken);
        }

        Run(1, 1, cancellationToken);
    }

    /// <summary>What matching reads: the views <c>match_local</c> and <c>match_org</c>.</summary>
    public void OpenMatching(CancellationToken cancellationToken) => Run(2, 3, cancellationToken);

    /// <summary>What deletion, links and claims say, before any pair is looked at.</summary>
    public void Claim(CancellationToken cancellationToken) => Run(10, 11, cancellationToken);

    /// <summary>What matching by rules or weights reads and fills, between <see cref="Identify"/> for the keys before it and for its own.</summary>
    public void OpenPeople(CancellationToken cancellationToken) => Run(4, 4, cancellationToken);

    /// <summary>What was weighed, among the pairs.</summary>
    public void TakeWeighed(CancellationToken cancellationToken) => Run(5, 5, cancellationToken);

    /// <summary>Who is who by the pairs so far.</summary>
    public void Identify(CancellationToken cancellationToken) => Run(12, 12, cancellationToken);

    /// <summary>From who is who to plan.</summary>
    public void Decide(ProfileOptions profile, CancellationToken cancellationToken)
    {
        Run(13, 15, cancellationToken);
        Step(FieldMerge.Name, () => Merge(profile, cancellationToken));
        Run(17, 29, cancellationToken);
    }

    /// <summary>
    /// Makes the view <c>plan</c>: the planned rows in their order, with what they write. They are sorted some row groups at a time, as many as memory holds, and each kind of
    /// action apart, so that links, which write no values, are joined with none.
    /// </summary>
    public void WritePlan(ProfileOptions profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Step("19-plan-rows", () =>
        {
            var files = new List<PlanRowsFile>();
            foreach (var rows in PlannedRows(RowGroupsAtOnce(profile) * Scratch.RowGroupRows, cancellationToken))
            {
                var (least, most) = Ends($"planned where plan_row between {rows.First} and {rows.Last}", cancellationToken);
                var file = rows with { Path = scratch.StagePath(string.Create(CultureInfo.InvariantCulture, $"plan-rows-{files.Count:D4}")) };
                Connection.Execute(FieldMerge.PlanRowsSql(profile, file, new KeyRange(least, most, IsClosed: true)), cancellationToken);
                files.Add(file);
            }

            Connection.Execute(FieldMerge.PlanSql(profile, files), cancellationToken);
            return files.Sum(f => f.Last - f.First + 1);
        });
    }

    /// <summary>Of the view <c>load_results</c>: what the org refused as duplicates, as <c>refused</c>, with empty tables for what is found of them.</summary>
    public void Refused(CancellationToken cancellationToken) => Run(40, 40, cancellationToken);

    /// <summary>From what was found of the refused to one Contact each, or none, in <c>lookup</c>.</summary>
    public void Choose(CancellationToken cancellationToken) => Run(41, 41, cancellationToken);

    /// <summary>
    /// What the org will say to planned creates, as <c>predicted</c>, and what new pairs write over, as <c>overwrites</c>; in between <paramref name="compare"/> compares the names of
    /// <c>foreseen</c> pairs into <c>foreseen_likeness</c>.
    /// </summary>
    public void Forecast(Action compare, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compare);
        Run(42, 42, cancellationToken);
        compare();
        Run(43, 43, cancellationToken);
    }

    /// <summary>The forecast beside the results, as <c>duplicate_verdicts</c>.</summary>
    public void Score(CancellationToken cancellationToken) => Run(44, 44, cancellationToken);

    /// <summary>From plan and results to what is now known.</summary>
    public void Settle(CancellationToken cancellationToken) => Run(30, 39, cancellationToken);

    private long Merge(ProfileOptions profile, CancellationToken cancellationToken)
    {
        var rows = Connection.Scalar<long>("select count(*) from differing", cancellationToken);
        var parts = (int)(1 + (rows / RowsAtOnce(profile)));
        var files = new List<string>();
        foreach (var keys in KeyRange.Between(Bounds(parts, cancellationToken)))
        {
            files.Add(scratch.StagePath(string.Create(CultureInfo.InvariantCulture, $"merged-{files.Count:D4}")));
            Connection.Execute(FieldMerge.Sql(profile, keys, files[^1]), cancellationToken);
        }

        Connection.Execute(FieldMerge.MergedSql(profile, files), cancellationToken);
        return rows;
    }

    /// <summary>How many differing records may be joined at a time.</summary>
    private long RowsAtOnce(ProfileOptions profile) => scratch.MemoryBytes / (MemoryShare * (RowBytes + (FieldBytes * profile.Map.Count)));

    private long RowGroupsAtOnce(ProfileOptions profile) => Math.Max(1, RowsAtOnce(profile) / Scratch.RowGroupRows);

    /// <summary>Keys that cut the differing records into about equal parts.</summary>
    private List<string> Bounds(int parts, CancellationToken cancellationToken)
    {
        var shares = string.Join(", ", Enumerable.Range(1, parts - 1).Select(i => ((double)i / parts).ToString(CultureInfo.InvariantCulture)));
        if (shares.Length == 0)
        {
            return [];
        }

        using var result = Connection.Query(
            $"select distinct unnest(quantile_disc(record_key, [{shares}])) from (from differing using sample reservoir({SampledKeys} rows) repeatable (1)) order by 1", cancellationToken);
        return [.. result.TextRows().Select(row => row[0]!)];
    }

    /// <summary>The planned rows, which lie by action, in pieces of so many; an empty piece that is not bare where no other is.</summary>
    private List<PlanRowsFile> PlannedRows(long atOnce, CancellationToken cancellationToken)
    {
        using var result = Connection.Query(
            $"""
            select first, least(first + {atOnce} - 1, ends), bare
            from (select min(plan_row) as starts, max(plan_row) as ends, max(fields) = 0 as bare from planned group by wave, side, object, action),
              unnest(generate_series(starts, ends, {atOnce})) as pieces(first)
            order by first
            """,
            cancellationToken);
        var pieces = result.TextRows().Select(row => new PlanRowsFile("", long.Parse(row[0]!, CultureInfo.InvariantCulture), long.Parse(row[1]!, CultureInfo.InvariantCulture), row[2] == "true")).ToList();

        // Read as one, some file must name the columns.
        return pieces.TrueForAll(p => p.IsBare) ? [new PlanRowsFile("", 1, 0, IsBare: false), .. pieces] : pieces;
    }

    /// <summary>The first and the last key of some rows; null of none.</summary>
    private (string? First, string? Last) Ends(string rows, CancellationToken cancellationToken) =>
        (Connection.Text($"select min(record_key) from {rows}", cancellationToken), Connection.Text($"select max(record_key) from {rows}", cancellationToken));

    private void Run(int from, int to, CancellationToken cancellationToken)
    {
        foreach (var step in SqlStep.Numbered(from, to))
        {
            Step(step.Name, () =>
            {
                Connection.Execute(step.Sql, cancellationToken);
                return null;
            });
        }
    }

    /// <summary>Takes a step's reading: the rows by which the scratch database grew, unless <paramref name="work"/> counts its own.</summary>
    private void Step(string name, Func<long?> work)
    {
        var start = clock.GetTimestamp();
        var before = Held();
        var rows = work();
        _readings.Add(new StepReading(name, rows ?? (Held() - before), clock.GetElapsedTime(start)));
    }

    /// <summary>Rows of all tables of the scratch database; DuckDB counts none for a table made by a query.</summary>
    private long Held() => Connection.Scalar<long>("select coalesce(sum(estimated_size), 0)::bigint from duckdb_tables()");

    private void Empty(string table, IReadOnlyList<string> fields)
    {
        var values = string.Concat(fields.Select(f => $", {DuckSql.Identifier(f)} varchar"));
        Connection.Execute($"create or replace table {table} (run_ord integer, {StateColumns.Declared}{values})");
    }

    /// <summary>The columns of a links file that are still of use: a field mapped since then is absent there, as is a column that an earlier version did not write.</summary>
    private string Known(string path, IReadOnlyList<string> fields)
    {
        using var described = Connection.Query($"select column_name from (describe select * from read_parquet({path}))");
        var present = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (described.NextChunk())
        {
            var names = described.Chunk.Text(0);
            for (var row = 0; row < described.Chunk.RowCount; row++)
            {
                present.Add(names.AsString(row) ?? "");
            }
        }

        return string.Join(", ", StateColumns.Names.Concat(fields).Where(present.Contains).Select(DuckSql.Identifier));
    }
}
