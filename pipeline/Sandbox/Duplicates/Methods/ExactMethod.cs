namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>Equal but for case and the blanks around.</summary>
internal sealed class ExactMethod : MatchMethod
{
    public override int Threshold => 100;

    public override bool Fuzzy => false;

    public override int Cost => 0;

    public override string Normalize(string value) => value.Trim().ToLowerInvariant();

    public override int Score(string a, string b) => a == b ? 100 : 0;

    public override void AddTokens(string value, TokenList tokens) => tokens.Add(value);
}
