namespace ContactSync.Transforms.Cluster;

/// <summary>
/// The lines of clustering, as weights in hundredths of a bit: two clusters become one when their strongest pair reaches <paramref name="Match"/>, the
/// mean over all their pairs reaches <paramref name="Cohesion"/>, no pair is judged otherwise, and, where a side is unique, the next best partner is
/// <paramref name="Margin"/> behind.
/// </summary>
public sealed record ClusterOptions(int Match, int Cohesion, int Review, int Margin, UniqueSide Unique);

/// <summary>The verdict on a pair.</summary>
public enum PairVerdict
{
    /// <summary>In one cluster.</summary>
    Match,

    /// <summary>For a person to look at.</summary>
    Review,

    /// <summary>Not the same.</summary>
    Apart,
}
