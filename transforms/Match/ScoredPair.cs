namespace ContactSync.Transforms.Match;

/// <summary>
/// Two records of a table, the lower row first, with their weight in hundredths of a bit and the pass that brought them together (-1 for one that no pass
/// did).
/// </summary>
public readonly record struct ScoredPair(int Left, int Right, int Weight, int Pass);
