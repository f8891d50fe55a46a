using ContactSync.Transforms.Match;

namespace ContactSync.Transforms.Known;

/// <summary>
/// How much more a pair of unchanged records can weigh than it did, because their values have become rarer: the sum over fields of the most that any one weight of exact agreement has risen.
/// A weight that is no exact one rises no more than that, and caps over several fields only take away.
/// </summary>
internal static class WeightDrift
{
    /// <summary>The bound, in hundredths of a bit, from 0 up.</summary>
    /// <param name="changes">What has changed.</param>
    /// <param name="model">The weights.</param>
    /// <param name="counts">The counts with the changes in them.</param>
    public static int Most(KnownChanges changes, MatchModel model, ValueCounts counts)
    {
        var sum = 0;
        foreach (var (comparison, weights) in model.Comparisons)
        {
            if (weights.Exact is { } exact && WeightTable.FieldOf(comparison) is { } field)
            {
                sum += Math.Max(0, Most(changes, comparison, field, exact, weights, counts));
            }
        }

        return sum;
    }

    private static int Most(KnownChanges changes, Comparison comparison, CountedField field, ExactWeight exact, ComparisonWeights weights, ValueCounts counts)
    {
        var before = changes.Known.Counters(field);
        var (totalBefore, total) = (changes.Known.Contents.Counters[(int)field].Total, counts.Total(field));
        if (before.IsEmpty || counts.Counters(field) is not { } now)
        {
            return 0;
        }

        // Of a value counted as before the total is all that moves, by the same for every value; where a weight is at its bound, by less.
        var unbound = exact with { Least = int.MinValue, Most = int.MaxValue };
        var most = WeightTable.Weight(unbound, 1, total) - WeightTable.Weight(unbound, 1, totalBefore);
        var isName = comparison is Comparison.First or Comparison.Last;
        var nearly = new[] { Level.Same, Level.Close, Level.Near }.Max(l => weights.Levels.GetValueOrDefault(l));
        foreach (var row in changes.Gone)
        {
            var slot = ValueCounts.Slot(changes[row].Person, field);
            if (slot < 0 || now[slot] >= before[slot] || now[slot] == 0)
            {
                continue;
            }

            var (old, weight) = (WeightTable.Weight(exact, before[slot], totalBefore), WeightTable.Weight(exact, now[slot], total));

            // What one record alone holds, no two agree on, but in each other's place; it may still be nearly what another holds.
            most = Math.Max(most, isName || now[slot] > 1 ? weight - old : Math.Min(nearly, weight) - Math.Min(nearly, old));
        }

        return most;
    }
}
