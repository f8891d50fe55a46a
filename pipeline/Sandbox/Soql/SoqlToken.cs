namespace ContactSync.Sandbox.Soql;

internal enum TokenKind
{
    Word,
    Text,
    Number,
    Instant,
    Symbol,
    End,
}

/// <summary>A piece of a query and the column (from 1) it begins at.</summary>
internal readonly record struct SoqlToken(TokenKind Kind, string Text, int Column)
{
    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Symbol && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
