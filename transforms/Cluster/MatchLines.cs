using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Cluster;

/// <summary>
/// The lines of a model for a table: a record is taken to have about one partner among all others, so the odds of a random pair are one in as many, and
/// the evidence must outweigh the logarithm of that by what the model asks.
/// </summary>
public static class MatchLines
{
    /// <summary>The lines, in hundredths of a bit of evidence.</summary>
    public static ClusterOptions Of(MatchModel model, PersonTable table, UniqueSide unique)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        return Of(model, table.LeftCount, table.Count - table.LeftCount, unique);
    }

    /// <summary>The lines for sides of so many records.</summary>
    public static ClusterOptions Of(MatchModel model, int left, int right, UniqueSide unique)
    {
        ArgumentNullException.ThrowIfNull(model);
        var odds = Odds(left, right);
        var lines = model.Thresholds;
        return new ClusterOptions(odds + lines.Match, odds + lines.Cohesion, odds + lines.Review, lines.Margin, unique);
    }

    /// <summary>100 times the base-2 logarithm of the records a record is compared with: those of the larger side.</summary>
    public static int Odds(PersonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Odds(table.LeftCount, table.Count - table.LeftCount);
    }

    /// <summary>The same for sides of so many records.</summary>
    public static int Odds(int left, int right) => FixedLog.Of((ulong)Math.Max(2, Math.Max(left, right)));

    /// <summary>How probable it is that two records are one, 0 to 1000 of 1000, where the evidence outweighs the odds by so many hundredths of a bit.</summary>
    public static int PerMille(int overOdds) => (int)(1000 / (1 + Math.Pow(2, -overOdds / 100.0)));
}
