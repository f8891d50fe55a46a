namespace ContactSync.Sandbox.Soql;

internal enum TokenKind
{
    Word,
    Text,
    Number,
    Instant,

    /// <summary>A span of days named from today, such as <c>LAST_N_DAYS:7</c>; the parser makes it of words.</summary>
    Relative,
    Symbol,
    End,
}

/// <summary>A piece of a query and the place (from 1, over all rows) it begins at.</summary>
internal readonly record struct SoqlToken(TokenKind Kind, string Text, int Column)
{
    /// <summary>A text for LIKE, where a backslash stands before each %, _ and \ that is meant as such.</summary>
    public string? Pattern { get; init; }

    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Symbol && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
