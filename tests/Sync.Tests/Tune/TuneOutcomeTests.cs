using ContactSync.Sync.Tests.Config;
using ContactSync.Tune;

namespace ContactSync.Sync.Tests.Tune;

public sealed class TuneOutcomeTests
{
    private static readonly TuneValue Eight = new("load.jobsInFlight", "8", ["load.jobsInFlight"]);

    [Theory]
    [InlineData(new[] { 10.0, 10.4, 10.2 }, new[] { 8.0, 8.3, 8.1 }, TuneVerdict.Faster)]
    [InlineData(new[] { 10.0, 10.4, 10.2 }, new[] { 12.0, 12.3, 12.1 }, TuneVerdict.Slower)]
    [InlineData(new[] { 10.0, 10.4, 10.2 }, new[] { 9.9, 10.3, 10.1 }, TuneVerdict.WithinNoise)]
    [InlineData(new[] { 10.0, 13.0, 10.2 }, new[] { 9.0, 9.1, 9.2 }, TuneVerdict.WithinNoise)]
    [InlineData(new[] { 10.0, 10.0, 10.0 }, new[] { 9.8, 9.8, 9.8 }, TuneVerdict.WithinNoise)]
    [InlineData(new[] { 10.0, 10.1 }, new[] { 5.0 }, TuneVerdict.TooFewRuns)]
    [InlineData(new[] { 10.0 }, new[] { 5.0, 5.0 }, TuneVerdict.TooFewRuns)]
    public void A_value_is_faster_only_where_every_run_of_it_was_and_by_more_than_the_noise(double[] inForce, double[] tried, TuneVerdict verdict)
    {
        var outcome = Outcome(inForce, (Eight, tried));

        Assert.Equal(verdict, outcome.Judge(outcome.Trials[1]));
        Assert.Equal(verdict == TuneVerdict.Faster ? 1 : 0, outcome.Suggested.Count);
    }

    [Fact]
    public void The_fastest_value_of_each_knob_is_suggested_as_a_piece_that_pipeline_json_takes()
    {
        var workers = new TuneValue("dataflow.*.parallelism", "2", ["dataflow.normalise.parallelism", "dataflow.candidates.parallelism", "dataflow.score.parallelism"]);
        var outcome = Outcome([10, 10.1], (Eight with { Value = "4" }, [8, 8.1]), (Eight, [7, 7.1]), (workers, [9, 9.1]));

        var suggestion = TuneReport.Suggestion(outcome, "how");
        using var folder = new ConfigFolder(suggestion.Replace("{\n  \"dataflow\"", "{\n  \"profile\": \"own\",\n  \"dataflow\"", StringComparison.Ordinal));
        var config = folder.Load();

        Assert.Equal(8, config.Pipeline.Load.JobsInFlight);
        Assert.Equal((2, 2, 2), (config.Pipeline.Dataflow.Normalise.Parallelism, config.Pipeline.Dataflow.Candidates.Parallelism, config.Pipeline.Dataflow.Score.Parallelism));
        Assert.Equal("faster alone: load.jobsInFlight=8 by 30 %, dataflow.*.parallelism=2 by 10 %", TuneReport.Verdict(outcome));
    }

    [Fact]
    public void Without_a_faster_value_nothing_is_suggested_and_why_is_said()
    {
        Assert.Contains("by more than the noise", TuneReport.Verdict(Outcome([10, 10.1], (Eight, [10, 10.2]))), StringComparison.Ordinal);
        Assert.Contains("more --minutes", TuneReport.Verdict(Outcome([10], (Eight, [5]))), StringComparison.Ordinal);
        Assert.EndsWith("{\n}\n", TuneReport.Suggestion(Outcome([10, 10.1], (Eight, [10, 10.2])), "how"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_force_is_not_tried_again()
    {
        var values = TuneKnobs.Values(key => key switch { "load.jobsInFlight" => "4", "load.rowsPerJob" => "20000", _ when key.EndsWith("batchRows", StringComparison.Ordinal) => "4096", _ => "auto" }, cores: 2);

        Assert.Equal(
            ["dataflow.*.parallelism=1", "dataflow.*.parallelism=4", "dataflow.*.batchRows=1024", "dataflow.*.batchRows=16384", "load.jobsInFlight=1", "load.jobsInFlight=2", "load.jobsInFlight=8",
                "load.rowsPerJob=10000", "load.rowsPerJob=100000"],
            values.Select(v => v.ToString()));
    }

    [Fact]
    public async Task No_trial_is_begun_that_would_end_after_the_time()
    {
        var clock = new SteppingClock();
        var made = new List<string?>();

        var outcome = await TuneSweep.RunAsync([Eight], (value, _) =>
        {
            made.Add(value?.Value);
            clock.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(TimeSpan.FromSeconds(9));
        }, TimeSpan.FromSeconds(45), clock, TestContext.Current.CancellationToken);

        Assert.Equal([null, null, "8", null, "8"], made);
        Assert.Equal([2, 2], outcome.Trials.Select(t => t.Times.Count));
    }

    private static TuneOutcome Outcome(double[] inForce, params (TuneValue Value, double[] Times)[] tried) =>
        new([new(null, Spans(inForce)), .. tried.Select(t => new TuneTrial(t.Value, Spans(t.Times)))]);

    private static TimeSpan[] Spans(double[] seconds) => [.. seconds.Select(s => TimeSpan.FromSeconds(s))];

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
