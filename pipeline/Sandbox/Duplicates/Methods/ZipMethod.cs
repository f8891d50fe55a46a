namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>Postal codes by section: the first five characters 90, the rest 10.</summary>
internal sealed class ZipMethod : MatchMethod
{
    private const int FirstLength = 5;
    private const int KeyLength = 3;

    public override int Threshold => 80;

    public override string Normalize(string value) => TextFold.Letters(value);

    public override int Score(string a, string b)
    {
        var (cut1, cut2) = (Math.Min(a.Length, FirstLength), Math.Min(b.Length, FirstLength));
        return (a.AsSpan(0, cut1).SequenceEqual(b.AsSpan(0, cut2)) ? 90 : 0) + (a.AsSpan(cut1).SequenceEqual(b.AsSpan(cut2)) ? 10 : 0);
    }

    public override void AddTokens(string value, TokenList tokens) => tokens.Add(value.AsSpan(0, Math.Min(value.Length, KeyLength)));
}
