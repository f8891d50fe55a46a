namespace ContactSync.DuckDb;

/// <summary>Names and texts as SQL, for the places where a statement takes no parameter (file names of <c>copy</c>, table names).</summary>
public static class DuckSql
{
    /// <summary>A name in double quotes.</summary>
    public static string Identifier(string name) => $"\"{Whole(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text in single quotes.</summary>
    public static string Literal(string text) => $"'{Whole(text).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A NUL would end the statement in the middle of the quotes.</summary>
    private static string Whole(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw new ArgumentException("SQL text cannot hold a NUL character.", nameof(text)) : text;
}
