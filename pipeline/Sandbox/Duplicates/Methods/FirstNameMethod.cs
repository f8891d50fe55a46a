namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>
/// First names: equal, an initial and a name that begins with it, or names the list of variants knows as one another;
/// the standard rules compare the sound as well. Names that are only spelled alike do not match, however high they score:
/// an org's own list holds them back.
/// </summary>
internal sealed class FirstNameMethod(bool bySound) : MatchMethod
{
    private const uint InitialAlone = 1;
    private const uint Sound = 2;
    private const uint FirstLine = 16;

    public override int Threshold => 85;

    public override string Normalize(string value) => TextFold.Letters(value);

    public override int Score(string a, string b) => Matches(a, b) ? 100 : Math.Min(JaroWinkler.Score(a, b), Threshold - 1);

    public override bool Matches(string a, string b) =>
        a == b || ((a.Length == 1 || b.Length == 1) && a[0] == b[0]) || NameVariants.Share(a, b) || (bySound && Phonetic.Alike(a, b));

    public override void AddTokens(string value, TokenList tokens)
    {
        tokens.Add(value.AsSpan(0, 1));
        if (value.Length == 1)
        {
            tokens.Add(value, InitialAlone);
            return;
        }
        AddWhole(value, tokens);
    }

    public override void AddProbes(string value, TokenList tokens)
    {
        if (value.Length == 1)
        {
            tokens.Add(value);
            return;
        }
        // Records under the bare initial, and those of the same name: not all that begin with the letter.
        tokens.Add(value.AsSpan(0, 1), InitialAlone);
        AddWhole(value, tokens);
    }

    private static void AddWhole(string name, TokenList tokens)
    {
        tokens.Add(Phonetic.Code(name), Sound);
        foreach (var line in NameVariants.Of(name))
        {
            tokens.Add("", FirstLine + (uint)line);
        }
    }
}
