namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>
/// Job titles: equal, one the acronym of the other, few letters apart, or of much the same words, by how far their words
/// are spread alike (the divergence of Kullback and Leibler, taken from both sides). No key is made of a title.
/// </summary>
internal sealed class TitleMethod : MatchMethod
{
    public override int Threshold => 50;

    public override int Cost => 4;

    public override string Normalize(string value) => TextFold.Words(value);

    public override int Score(string a, string b)
    {
        if (a == b)
        {
            return 100;
        }
        var (words1, words2) = (a.Split(' '), b.Split(' '));
        return Acronym.Matches(words1, b) || Acronym.Matches(words2, a) ? 100 : Math.Max(EditDistance.Score(a, b), Spread(words1, words2));
    }

    public override void AddTokens(string value, TokenList tokens)
    {
    }

    private static int Spread(string[] a, string[] b)
    {
        var divergence = 0.0;
        foreach (var word in a.Union(b))
        {
            var (p, q) = ((double)a.Count(w => w == word) / a.Length, (double)b.Count(w => w == word) / b.Length);
            var middle = (p + q) / 2;
            divergence += (p > 0 ? p * Math.Log2(p / middle) / 2 : 0) + (q > 0 ? q * Math.Log2(q / middle) / 2 : 0);
        }
        return (int)Math.Round(100 * (1 - divergence));
    }
}
