namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>Last names: equal, of one sound, or a slip of the keyboard apart.</summary>
internal sealed class LastNameMethod : MatchMethod
{
    public override int Threshold => 90;

    public override string Normalize(string value) => TextFold.Letters(value);

    public override int Score(string a, string b) => a == b || Phonetic.Alike(a, b) ? 100 : EditDistance.ByKeyboard(a, b);

    public override void AddTokens(string value, TokenList tokens) => tokens.Add(Phonetic.Code(value) is { Length: > 0 } code ? code : value);
}
