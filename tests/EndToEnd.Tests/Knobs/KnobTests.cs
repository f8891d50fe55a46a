using System.Globalization;
using ContactSync.Config;

namespace ContactSync.EndToEnd.Tests.Knobs;

/// <summary>
/// Every knob does what its documentation says, seen from outside, and none changes the plan. The table names each key of the schema: with what two of its values do, or with why it is
/// no knob. A key that is in neither fails here.
/// </summary>
public sealed class KnobTests(KnobWorld world) : IClassFixture<KnobWorld>
{
    private static readonly Dictionary<string, string> NoKnobs = new()
    {
        ["profile"] = "what is synced",
        ["org."] = "where the org is and who we are there",
        ["store."] = "where the store is and what its columns are",
        ["runs.path"] = "a place",
        ["state.path"] = "a place",
        ["budget.tempDirectory"] = "a place",
        ["log.path"] = "a place",
        ["load.keyMode"] = "how new Contacts are keyed, which changes what is sent",
        ["load.externalIdField"] = "a field of the org",
        ["match."] = "which model profiles by weights go by, and a limit: WeightsKeyTests",
        ["metrics."] = "where measurements go: MetricsTests",
        ["guard."] = "whether a plan is loaded unasked: GuardTests",
    };

    /// <summary>What a run must show in which a knob has a value; the settings are those of <see cref="KnobWorld"/>.</summary>
    private static readonly Dictionary<string, (string Run, Action<KnobRun> Shows)[]> Knobs = new()
    {
        ["extract.lag"] = [("few", run => Assert.InRange(run.Watermark(0, "org_next")!.Value, Began(run).AddSeconds(-2), DateTimeOffset.MaxValue)),
            ("many", run => Assert.InRange(run.Watermark(0, "org_next")!.Value, DateTimeOffset.MinValue, TimeProvider.System.GetUtcNow().AddHours(-2)))],
        ["extract.overlap"] = [("few", run => Assert.Equal(run.Watermark(0, "org_next"), run.Watermark(1, "org_from"))),
            ("many", run => Assert.Equal(run.Watermark(0, "org_next") - TimeSpan.FromHours(1), run.Watermark(1, "org_from")))],
        ["extract.pageRows"] = [("few", run => Assert.Equal(3, run.Pages())), ("many", run => Assert.Equal(1, run.Pages()))],
        ["dataflow.extract.capacity"] = [("few", run => Holds(run, 1, "extract-local", "extract-org", "match-keys")), ("many", run => Holds(run, 8, "extract-local", "extract-org", "match-keys"))],
        ["dataflow.extract.batchRows"] = [("few", run => Batches(run, 1000, "extract-local", "extract-org")), ("many", run => Batches(run, 100, "extract-local", "extract-org"))],
        ["dataflow.normalise.parallelism"] = [("few", run => Works(run, 1, "normalise")), ("many", run => Works(run, 3, "normalise"))],
        ["dataflow.normalise.capacity"] = [("few", run => Holds(run, 2, "normalise")), ("many", run => Holds(run, 9, "normalise"))],
        ["dataflow.snapshot.capacity"] = [("few", run => Holds(run, 3, "snapshot", "pairs")), ("many", run => Holds(run, 10, "snapshot", "pairs"))],
        ["dataflow.candidates.parallelism"] = [("few", run => Works(run, 1, "candidates")), ("many", run => Works(run, 4, "candidates"))],
        ["dataflow.candidates.capacity"] = [("few", run => Holds(run, 5, "candidates")), ("many", run => Holds(run, 11, "candidates"))],
        ["dataflow.candidates.batchRows"] = [("few", run => Batches(run, 2000, "match-keys")), ("many", run => Batches(run, 50, "match-keys"))],
        ["dataflow.score.parallelism"] = [("few", run => Works(run, 1, "score")), ("many", run => Works(run, 5, "score"))],
        ["dataflow.score.capacity"] = [("few", run => Holds(run, 6, "score")), ("many", run => Holds(run, 12, "score"))],
        ["dataflow.load.capacity"] = [("few", run => Holds(run, 7, "slices", "load-local")), ("many", run => Holds(run, 13, "slices", "load-local"))],
        ["load.jobsInFlight"] = [("few", run => Jobs(run, 1)), ("many", run => Jobs(run, 5))],
        ["load.rowsPerJob"] = [("few", run => Assert.Equal(10_000, run.Uploads().Max(u => u.Rows))), ("wide", run => Assert.InRange(run.Uploads().Max(u => u.Rows), 10_001, 20_000))],
        ["load.bytesPerJob"] = [("many", run => Assert.InRange(run.Uploads().Max(u => u.Bytes), 50_000, 100_000)), ("wide", run => Assert.InRange(run.Uploads().Max(u => u.Bytes), 500_000, 100_000_000))],
        ["load.pollFirst"] = [("few", run => Assert.True(run.Looks().Min(gaps => gaps[1]) < 200)), ("many", run => Assert.All(run.Looks(), gaps => Assert.InRange(gaps[1], 199, double.MaxValue)))],
        ["load.pollMax"] = [("few", run => Assert.True(run.Looks().Min(gaps => gaps[^1]) < 200)), ("wide", run => Assert.All(run.Looks(), gaps => Assert.InRange(gaps[^1], 499, double.MaxValue)))],
        ["load.rowRetries"] = [("hasty", run => Rows(run, exit: 2, pending: 10)), ("patient", run => Rows(run, exit: 0, pending: 0))],
        ["budget.apiCallsPercent"] = [("frugal", run => Ends(run, 3, "daily calls are used")), ("lavish", run => Ends(run, 0, ""))],
        ["budget.threads"] = [("few", run => Assert.Equal("1", run.Cell("run", "select threads from {0}"))), ("many", run => Assert.Equal("2", run.Cell("run", "select threads from {0}")))],
        ["budget.memory"] = [("few", run => Assert.Equal("286.1 MiB", run.Cell("run", "select memory_limit from {0}"))), ("many", run => Assert.Equal("572.2 MiB", run.Cell("run", "select memory_limit from {0}")))],
    };

    public static TheoryData<string> Keys => [.. Knobs.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Two_values_of_a_knob_show_in_what_a_run_leaves_behind(string key) =>
        Assert.All(Knobs[key], value => value.Shows(world[value.Run]));

    [Fact]
    public void No_knob_changes_the_plan()
    {
        Assert.Equal(7, world.Runs.Count);
        Assert.Single(world.Runs.Select(run => run.Plan).Distinct());
    }

    [Fact]
    public void Every_key_of_the_schema_is_a_knob_here_or_is_none_for_a_reason()
    {
        var unnamed = PipelineSchema.Own.Keys.Select(k => k.Path)
            .Where(path => !Knobs.ContainsKey(path) && !NoKnobs.Keys.Any(k => path == k || (k.EndsWith('.') && path.StartsWith(k, StringComparison.Ordinal))));

        Assert.Empty(unnamed);
        Assert.Empty(Knobs.Keys.Except(PipelineSchema.Own.Keys.Select(k => k.Path)));
    }

    private static DateTimeOffset Began(KnobRun run) => run.Manifest(0).GetProperty("started_at").GetDateTimeOffset();

    private static void Works(KnobRun run, int parallelism, string node)
    {
        Assert.Equal(parallelism, run.Node(node, "parallelism"));
        Assert.InRange(run.Node(node, "working_peak"), 1, parallelism);
    }

    private static void Holds(KnobRun run, int capacity, params string[] nodes) => Assert.All(nodes, node =>
    {
        Assert.Equal(capacity, run.Node(node, "capacity"));
        Assert.InRange(run.Node(node, "queue_peak"), 0, capacity);
    });

    private static void Batches(KnobRun run, int rows, params string[] nodes) => Assert.All(nodes, node =>
        Assert.Equal((run.Node(node, "rows") + rows - 1) / rows, run.Node(node, "items")));

    private static void Jobs(KnobRun run, int jobs)
    {
        Assert.Equal(jobs, run.MostOpen());
        Assert.Equal(jobs, run.Node("load-org", "parallelism"));
        Assert.Equal(jobs, run.Node("load-org", "working_peak"));
    }

    private static void Rows(KnobRun run, int exit, int pending)
    {
        Ends(run, exit, "");
        Assert.Equal(pending.ToString(CultureInfo.InvariantCulture), run.Cell("run", "select pending from {0}"));
    }

    private static void Ends(KnobRun run, int exit, string says)
    {
        Assert.True(run.Result.ExitCode == exit, run.Result.ToString());
        Assert.Contains(says, run.Result.Err, StringComparison.Ordinal);
    }
}
