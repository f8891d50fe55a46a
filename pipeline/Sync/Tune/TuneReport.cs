using System.Globalization;
using System.Text;
using ContactSync.Reporting;

namespace ContactSync.Tune;

/// <summary>A sweep for people: the table of all trials, and the suggestion as a piece of pipeline.json with the table above it.</summary>
public static class TuneReport
{
    /// <summary>A line a value, knob by knob, and what is suggested.</summary>
    public static string Table(TuneOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"knob",-24} {"value",8} {"runs",5} {"median",9} {"spread",9} {"against",8}  verdict\n");
        foreach (var trial in outcome.Trials)
        {
            var against = trial.Value is null ? "" : (trial.Median / outcome.InForce.Median - 1).ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture);
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{trial.Value?.Knob ?? "all as in force",-24} {trial.Value?.Value ?? "",8} {trial.Times.Count,5} {Seconds(trial.Median),9} {Seconds(trial.Spread),9} {against,8}  {Words(outcome.Judge(trial))}");
            text.Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One line: what to change, or that nothing is.</summary>
    public static string Verdict(TuneOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Suggested.Count > 0 ? $"faster alone: {string.Join(", ", outcome.Suggested.Select(t => $"{t.Value} by {Plain.Share(1 - (t.Median / outcome.InForce.Median))}"))}"
            : outcome.Trials.Any(t => outcome.Judge(t) == TuneVerdict.TooFewRuns) || outcome.InForce.Times.Count < TuneOutcome.LeastRuns
                ? "nothing suggested: the time was too short for two runs of each value; give it more --minutes"
                : "nothing suggested: no value is faster than what is in force by more than the noise";
    }

    /// <summary>The suggestion as JSON with comments, to be put into pipeline.json by hand; without a suggestion an empty object.</summary>
    public static string Suggestion(TuneOutcome outcome, string how)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var text = new StringBuilder();
        foreach (var line in $"{how}\n{Table(outcome)}{Verdict(outcome)}\nEach was tried alone, against a sandbox: what a real org does with more jobs at once, this does not tell.".Split('\n'))
        {
            text.Append("// ").Append(line).Append('\n');
        }

        var sections = outcome.Suggested
            .SelectMany(t => t.Value!.Keys.Select(key => (Path: key.Split('.'), t.Value.Value)))
            .GroupBy(k => k.Path[0]).OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(section => $"  \"{section.Key}\": {{ {string.Join(", ", section.GroupBy(k => k.Path[1]).Select(Member))} }}");
        return text.Append("{\n").AppendJoin(",\n", sections).Append(outcome.Suggested.Count > 0 ? "\n}\n" : "}\n").ToString();
    }

    // load.jobsInFlight is a value, dataflow.score.parallelism one inside an object.
    private static string Member(IGrouping<string, (string[] Path, string Value)> member) =>
        member.First().Path.Length == 2
            ? $"\"{member.Key}\": {member.First().Value}"
            : $"\"{member.Key}\": {{ {string.Join(", ", member.Select(k => $"\"{k.Path[2]}\": {k.Value}"))} }}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture);

    private static string Words(TuneVerdict verdict) => verdict switch
    {
        TuneVerdict.InForce => "",
        TuneVerdict.Faster => "faster",
        TuneVerdict.Slower => "slower",
        TuneVerdict.TooFewRuns => "too few runs",
        _ => "within noise",
    };
}
