namespace ContactSync.DuckDb;

/// <summary>DuckDB refused or failed. The message is DuckDB's own text, followed by the first line of the statement when there is one.</summary>
/// <remarks>The connection lives on. Inside an explicit transaction DuckDB may ask for a <c>rollback</c> first.</remarks>
public sealed class DuckDbException : Exception
{
    internal DuckDbException(DuckErrorKind kind, string text, string? statement = null)
        : base(statement is null ? text : $"{text.TrimEnd()}\n  in: {FirstLine(statement)}")
    {
        Kind = kind;
        Statement = statement;
    }

    /// <summary>What went wrong, in DuckDB's own classes.</summary>
    public DuckErrorKind Kind { get; }

    /// <summary>The whole statement, when a statement was the cause.</summary>
    public string? Statement { get; }

    private static string FirstLine(string statement)
    {
        var trimmed = statement.AsSpan().TrimStart();
        var end = trimmed.IndexOfAny('\r', '\n');
        var line = end < 0 ? trimmed : trimmed[..end];
        return line.Length <= 200 ? line.ToString() : $"{line[..200]}...";
    }
}
