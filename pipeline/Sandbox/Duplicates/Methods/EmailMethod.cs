namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>E-mail addresses equal but for case; keys leave out punctuation before the @ and all but two labels after it.</summary>
internal sealed class EmailMethod : MatchMethod
{
    public override int Threshold => 100;

    public override bool Fuzzy => false;

    public override int Cost => 0;

    public override string Normalize(string value) => value.Trim().ToLowerInvariant();

    public override int Score(string a, string b) => a == b ? 100 : 0;

    public override void AddTokens(string value, TokenList tokens)
    {
        var at = value.LastIndexOf('@');
        tokens.Add(at < 0 ? TextFold.Letters(value) : string.Concat(TextFold.Letters(value[..at]), "@", Domain(value)));
    }

    /// <summary>The last two labels of the domain.</summary>
    public static ReadOnlySpan<char> Domain(string value)
    {
        var domain = value.AsSpan(value.LastIndexOf('@') + 1);
        var dot = domain.LastIndexOf('.');
        return dot <= 0 ? domain : domain[(domain[..dot].LastIndexOf('.') + 1)..];
    }
}
