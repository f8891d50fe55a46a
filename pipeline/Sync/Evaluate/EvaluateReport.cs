using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactSync.Match;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Evaluate;

/// <summary>What an evaluation found, for people and for programs.</summary>
public sealed class EvaluateReport(
    PeopleMatch match, Clusters clusters, IReadOnlyList<string> ids, string hash, string seal, Evaluation? evaluation, int unknown, int faults, int errors)
{
    /// <summary>One JSON object.</summary>
    public string ToJson()
    {
        var lines = match.Lines;
        var result = new Dictionary<string, object?>
        {
            ["records"] = match.Table.Count,
            ["left"] = match.Table.LeftCount,
            ["model_hash"] = hash,
            ["thresholds"] = match.Rules is null ? new { match = lines.Match, review = lines.Review, margin = lines.Margin, cohesion = lines.Cohesion, unit = "hundredths of a bit" } : null,
            ["unique_side"] = lines.Unique.ToString().ToLowerInvariant(),
            ["sealed"] = seal,
            ["clusters"] = Enumerable.Range(0, clusters.Count).Count(r => clusters.Of(r) == r),
            ["compared"] = match.Figures.Compared,
            ["skipped_groups"] = match.Figures.Skipped.Count,
            ["skipped_records"] = match.Figures.Skipped.Sum(s => s.Records),
            ["faulty_lines"] = faults,
            ["ambiguous"] = clusters.Ambiguous.Count,
        };
        if (evaluation is not null)
        {
            Add(result, "cluster", evaluation.ClusterPairs);
            Add(result, "pair", evaluation.AutoPairs);
            result["bcubed_precision"] = Round(evaluation.BCubed.Precision);
            result["bcubed_recall"] = Round(evaluation.BCubed.Recall);
            result["block_recall"] = Round(evaluation.BlockRecall);
            result["reduction_ratio"] = Math.Round(evaluation.ReductionRatio, 6);
            result["truth_unknown_keys"] = unknown;
            result["rules"] = match.Rules is null ? null : evaluation.Rules().Select(r => new { rule = r.Rule, pairs = r.Pairs, @true = r.True });
            result["sweep"] = match.Rules is not null ? null : evaluation.Sweep.Select(s => new { threshold = s.Weight, f1 = Round(s.Pairs.F1), precision = Round(s.Pairs.Precision), recall = Round(s.Pairs.Recall) });
            result["calibration"] = match.Rules is not null ? null : evaluation.Calibration().Select(c => new { from = c.FromPercent / 100.0, to = c.ToPercent / 100.0, pairs = c.Pairs, @true = c.True });
            result["slices"] = evaluation.Slices().Select(s => new { slice = s.Slice, pairs = s.Pairs, recall = Round((double)s.Found / s.Pairs) });
            var (wrong, missed) = evaluation.Worst(errors);
            result["worst_wrong"] = wrong.Select(Explained);
            result["worst_missed"] = missed.Select(Explained);
        }

        return JsonSerializer.Serialize(result) + "\n";
    }

    /// <summary>A screen.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var lines = match.Lines;
        if (match.Rules is { } rules)
        {
            Line(text, "rules", $"{hash}   {string.Join(", ", rules.Rules.Select(r => r.Name))}");
        }
        else
        {
            Line(text, "model", $"{hash}   match from {Bits(lines.Match)} bits, review from {Bits(lines.Review)}, margin {Bits(lines.Margin)}, cohesion {Bits(lines.Cohesion)}");
        }

        Line(text, "records", $"{match.Table.Count:N0}{(match.Table.HasTwoSides ? $" = {match.Table.LeftCount:N0} left + {match.Table.Count - match.Table.LeftCount:N0} right" : "")}   placeholders left out {match.Figures.Placeholders:N0}");
        Line(text, "compared", $"{match.Figures.Compared:N0} pairs   {string.Join(", ", match.Figures.Passes.Select(p => $"{p.Key} {p.Planned:N0}{(p.Cap < 4096 ? $" (groups up to {p.Cap})" : "")}"))}");
        if (match.Figures.Skipped.Count > 0)
        {
            Line(text, "too common", $"{match.Figures.Skipped.Count:N0} groups, {match.Figures.Skipped.Sum(s => s.Records):N0} records: {string.Join(", ", match.Figures.Skipped.Take(3).Select(s => $"{match.Index.Keys[s.Pass].Name} of {ids[s.Example]} ({s.Records:N0})"))}");
        }

        Line(text, "sealed", $"{seal}   {Enumerable.Range(0, clusters.Count).Count(r => clusters.Of(r) == r):N0} clusters, {clusters.Ambiguous.Count:N0} pairs too even to decide");
        if (evaluation is not null)
        {
            Evaluated(text, evaluation);
        }

        return text.ToString();
    }

    private void Evaluated(StringBuilder text, Evaluation e)
    {
        Line(text, "cluster_f1", Words(e.ClusterPairs));
        Line(text, "pair_f1", Words(e.AutoPairs));
        Line(text, "b-cubed", $"precision {e.BCubed.Precision:0.0000}  recall {e.BCubed.Recall:0.0000}");
        Line(text, "block_recall", $"{e.BlockRecall:0.0000}   reduction_ratio {e.ReductionRatio:0.000000}");
        if (match.Rules is not null)
        {
            Lines(text, "by rule", e.Rules().Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Rule}: {r.True:N0} of {r.Pairs:N0} pairs right")));
        }
        else
        {
            Line(text, "sweep", string.Join("  ", e.Sweep.Select(s => $"{Bits(s.Weight)}:{s.Pairs.F1:0.000}")));
            Line(text, "calibration", string.Join("  ", e.Calibration().Select(c => $"{c.FromPercent}-{c.ToPercent}%: {c.True:N0}/{c.Pairs:N0}")));
        }

        Line(text, "slices", string.Join("  ", e.Slices().Select(s => $"{s.Slice} {(double)s.Found / s.Pairs:0.000} of {s.Pairs:N0}")));
        var (wrong, missed) = e.Worst(errors);
        foreach (var pair in wrong)
        {
            Line(text, "wrong", Explained(pair));
        }

        foreach (var pair in missed)
        {
            Line(text, "missed", Explained(pair));
        }
    }

    private string Explained(ScoredPair pair) => match.Rules is null
        ? PairExplanation.Line(match, pair, ids[pair.Left], ids[pair.Right])
        : $"{ids[pair.Left]} ~ {ids[pair.Right]}: {new RuleReasons(match, match.Rules).Of(pair)}";

    private static void Add(Dictionary<string, object?> result, string prefix, Quality quality)
    {
        result[$"{prefix}_f1"] = Round(quality.F1);
        result[$"{prefix}_precision"] = Round(quality.Precision);
        result[$"{prefix}_recall"] = Round(quality.Recall);
    }

    private static string Words(Quality q) =>
        string.Create(CultureInfo.InvariantCulture, $"{q.F1:0.0000}   precision {q.Precision:0.0000}  recall {q.Recall:0.0000}   right {q.Right:N0}, wrong {q.Wrong:N0}, missed {q.Missed:N0}");

    private static double Round(double value) => Math.Round(value, 5);

    private static string Bits(int hundredths) => (hundredths / 100.0).ToString("0.0", CultureInfo.InvariantCulture);

    private static void Lines(StringBuilder text, string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Line(text, name, value);
            name = "";
        }
    }

    private static void Line(StringBuilder text, string name, FormattableString value) => Line(text, name, value.ToString(CultureInfo.InvariantCulture));

    private static void Line(StringBuilder text, string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name,-13} {value}\n");
}
