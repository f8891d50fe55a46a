namespace ContactSync.DuckDb;

/// <summary>How a database is opened. The defaults are the closed ones: no file outside the database, no change of configuration afterwards.</summary>
/// <remarks>Extensions are never fetched or loaded by themselves, whatever is set here.</remarks>
public sealed record DuckDbOptions
{
    /// <summary>The most memory DuckDB's buffers may take, for instance <c>"512MB"</c>; null for DuckDB's own 80 % of the machine.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Threads of all connections together; null for one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Where what does not fit in memory spills: a folder that any number of databases and processes may share, since each has a folder of its own in it. Null: beside the database
    /// file, and nowhere for a database in memory.
    /// </summary>
    public string? TempDirectory { get; init; }

    /// <summary>The folders whose files SQL may read and write, with all below them. Empty: none. Null: the whole file system.</summary>
    public IReadOnlyList<string>? AllowedDirectories { get; init; } = [];

    /// <summary>Refuses every change to the database file.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Refuses every later <c>SET</c> of a database-wide option.</summary>
    public bool LockConfiguration { get; init; } = true;

    /// <summary>Rows without <c>order by</c> come in the order they were written. False needs less memory for large copies.</summary>
    public bool PreserveInsertionOrder { get; init; } = true;
}
