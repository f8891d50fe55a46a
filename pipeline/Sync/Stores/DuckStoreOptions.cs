namespace ContactSync.Stores;

/// <summary>
/// Where an embedded store lives and how much it may take. <paramref name="Path"/> is absolute; a missing file and its
/// missing folders are made. <paramref name="Name"/> is written into the file and never changes afterwards.
/// </summary>
public sealed record DuckStoreOptions(string Path, string Name)
{
    /// <summary>The value fields; columns that the file lacks are added, columns that it has beyond them are left alone.</summary>
    public IReadOnlyList<StoreField> Fields { get; init; } = StoreFields.Default;

    /// <summary>DuckDB's memory limit, such as <c>512MB</c>; null leaves DuckDB's own.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>DuckDB's worker threads; null leaves DuckDB's own.</summary>
    public int? Threads { get; init; }

    /// <summary>The folder that sorts and joins spill to; null is a folder beside the store file.</summary>
    public string? TempDirectory { get; init; }
}
