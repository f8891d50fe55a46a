namespace ContactSync.Transforms.Cluster;

/// <summary>Which side holds each person once at most.</summary>
public enum UniqueSide
{
    /// <summary>Either side may hold a person several times.</summary>
    None,

    /// <summary>The left side, which comes in.</summary>
    Incoming,

    /// <summary>The right side, which is the org.</summary>
    Org,

    /// <summary>Both: one to one.</summary>
    Both,
}
