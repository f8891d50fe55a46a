namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>Companies: equal without their legal form, one the acronym of the other, or few letters apart.</summary>
internal sealed class CompanyNameMethod : MatchMethod
{
    private const int KeyLength = 5;

    private static readonly HashSet<string> Forms =
        ["inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "llp", "plc", "gmbh", "ag", "sa", "pty", "the"];

    public override int Threshold => 70;

    public override int Cost => 2;

    public override string Normalize(string value)
    {
        var words = TextFold.Words(value);
        var kept = string.Join(' ', words.Split(' ').Where(w => !Forms.Contains(w)));
        return kept.Length > 0 ? kept : words;
    }

    public override int Score(string a, string b)
    {
        var (one, other) = (Joined(a), Joined(b));
        return one == other || Acronym.Matches(a.Split(' '), other) || Acronym.Matches(b.Split(' '), one) ? 100 : EditDistance.Score(one, other);
    }

    public override void AddTokens(string value, TokenList tokens) => tokens.Add(Joined(value) is { Length: > KeyLength } name ? name.AsSpan(0, KeyLength) : Joined(value));

    private static string Joined(string words) => words.Replace(" ", "", StringComparison.Ordinal);
}
