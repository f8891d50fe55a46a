namespace ContactSync.Transforms.Cluster;

/// <summary>Which records are one person: each record's cluster is the lowest row in it.</summary>
public sealed class Clusters
{
    private readonly int[] _of;

    internal Clusters(int[] of) => _of = of;

    /// <summary>The number of records.</summary>
    public int Count => _of.Length;

    /// <summary>The lowest row of a record's cluster.</summary>
    public int Of(int row) => _of[row];

    /// <summary>Whether two records are one person.</summary>
    public bool Same(int left, int right) => _of[left] == _of[right];

    /// <summary>Pairs of records that were kept apart although their weight says otherwise: another partner is as good, or one side would hold a person twice.</summary>
    public IReadOnlyList<(int Left, int Right)> Ambiguous { get; internal init; } = [];
}
