namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>Cities: equal, or few letters apart.</summary>
internal sealed class CityMethod : MatchMethod
{
    private const int KeyLength = 6;

    public override int Threshold => 85;

    public override int Cost => 2;

    public override string Normalize(string value) => TextFold.Words(value);

    public override int Score(string a, string b) => EditDistance.Score(a, b);

    public override bool Matches(string a, string b) => a == b || (EditDistance.MayReach(Threshold, a, b) && Score(a, b) >= Threshold);

    public override void AddTokens(string value, TokenList tokens)
    {
        var city = value.Replace(" ", "", StringComparison.Ordinal);
        tokens.Add(city.AsSpan(0, Math.Min(city.Length, KeyLength)));
    }
}
