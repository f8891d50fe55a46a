using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContactSync.Match;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;

namespace ContactSync.Weights;

/// <summary>
/// Weights from records without labels, by expectation and maximisation: how often each level occurs among pairs that are one person, each pair counted by
/// its present probability, against how often it occurs among pairs taken evenly from all. Counts are whole numbers added in one order, so the same records
/// give the same file. What it writes is a proposal for a person to read, never put in force by itself.
/// </summary>
public sealed class WeightTraining(PeopleMatch match)
{
    private const int Rounds = 8;
    private const int RandomPairs = 400_000;
    private const int Levels = 8;
    private const int Furthest = 1000;

    // Pairs as if seen of each level before any is: what is not there to learn stays near what it was.
    private const long Smoothing = 20;

    private readonly int[] _weights = new int[PairComparer.FindingCount * Levels];

    /// <summary>The model file with trained weights in place of flat ones; rarity, lines and keys stay.</summary>
    public string Train(string modelJson)
    {
        var findings = new Finding[PairComparer.FindingCount];
        var apart = Apart(findings);
        var vectors = match.Pairs.Select(p => Vector(p.Left, p.Right, findings)).ToList();
        var odds = MatchLines.Odds(match.Table);
        for (var round = 0; round < Rounds; round++)
        {
            Maximise(vectors, apart, odds, first: round == 0);
        }

        return Write(modelJson);
    }

    private (int Level, int Weight)[] Vector(int left, int right, Finding[] findings)
    {
        match.Comparer.Compare(match.Table[left], match.Table[right], findings);
        return Array.ConvertAll(findings, f => ((int)f.Level, f.Weight));
    }

    /// <summary>How often each level occurs among pairs that are far apart in the table and stand for all pairs.</summary>
    private long[] Apart(Finding[] findings)
    {
        var counts = new long[_weights.Length];
        var count = match.Table.Count;
        for (var i = 0L; i < Math.Min(RandomPairs, (long)count * 50) && count > 1; i++)
        {
            // Steps through all rows against a distance that grows: every row about as often, no pair twice for long.
            var left = (int)(i % count);
            var right = (int)((left + 1 + ((i / count * 7919) % (count - 1))) % count);
            match.Comparer.Compare(match.Table[left], match.Table[right], findings);
            foreach (var finding in findings)
            {
                counts[((int)finding.Comparison * Levels) + (int)finding.Level]++;
            }
        }

        return counts;
    }

    private void Maximise(List<(int Level, int Weight)[]> vectors, long[] apart, int odds, bool first)
    {
        // Probabilities in thousandths, so that sums are whole numbers.
        var same = new long[_weights.Length];
        foreach (var vector in vectors)
        {
            var weight = 0;
            for (var i = 0; i < vector.Length; i++)
            {
                weight += first || vector[i].Level == (int)Level.Exact ? vector[i].Weight : _weights[(i * Levels) + vector[i].Level];
            }

            var probability = (long)(1000 / (1 + Math.Pow(2, Math.Clamp(odds - weight, -3000, 3000) / 100.0)));
            for (var i = 0; i < vector.Length; i++)
            {
                same[(i * Levels) + vector[i].Level] += probability;
            }
        }

        for (var field = 0; field < PairComparer.FindingCount; field++)
        {
            var (sameAll, apartAll) = (Known(same, field), Known(apart, field));
            for (var level = 1; level < Levels; level++)
            {
                var at = (field * Levels) + level;
                var m = (same[at] + Smoothing) / (double)(sameAll + (Smoothing * Levels));
                var u = (apart[at] + 1) / (double)(apartAll + Levels);
                _weights[at] = sameAll < 1000 * Smoothing ? 0 : (int)Math.Clamp(Math.Round(100 * Math.Log2(m / u)), -Furthest, Furthest);
            }
        }
    }

    private static long Known(long[] counts, int field)
    {
        long sum = 0;
        for (var level = 1; level < Levels; level++)
        {
            sum += counts[(field * Levels) + level];
        }

        return sum;
    }

    private string Write(string modelJson)
    {
        var model = JsonNode.Parse(modelJson)!.AsObject();
        model["about"] = string.Create(CultureInfo.InvariantCulture, $"Trained on {match.Table.Count} records and {match.Pairs.Count} pairs. Read it before it is used.");
        foreach (var (name, levels) in model["comparisons"]!.AsObject())
        {
            var field = (int)Enum.Parse<Comparison>(name, ignoreCase: true);
            foreach (var (level, value) in levels!.AsObject().ToList())
            {
                var at = (field * Levels) + (int)Enum.Parse<Level>(level, ignoreCase: true);
                if (value is JsonValue && level != "swapped" && _weights[at] != 0)
                {
                    levels[level] = _weights[at];
                }
            }
        }

        return model.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }
}
