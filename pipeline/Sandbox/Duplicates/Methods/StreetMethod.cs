namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>Streets by section: name 50, number 20, suffix such as Road 15, suite or flat 15. A section both leave out counts as equal.</summary>
internal sealed class StreetMethod : MatchMethod
{
    private const char Parting = '\n';

    private static readonly int[] Weights = [50, 20, 15, 15];

    private static readonly Dictionary<string, string> Suffixes = new()
    {
        ["street"] = "st",
        ["st"] = "st",
        ["avenue"] = "ave",
        ["ave"] = "ave",
        ["av"] = "ave",
        ["road"] = "rd",
        ["rd"] = "rd",
        ["lane"] = "ln",
        ["ln"] = "ln",
        ["drive"] = "dr",
        ["dr"] = "dr",
        ["boulevard"] = "blvd",
        ["blvd"] = "blvd",
        ["court"] = "ct",
        ["ct"] = "ct",
        ["place"] = "pl",
        ["pl"] = "pl",
        ["way"] = "way",
        ["close"] = "cl",
        ["terrace"] = "ter",
        ["square"] = "sq",
        ["sq"] = "sq",
        ["highway"] = "hwy",
        ["hwy"] = "hwy",
    };

    private static readonly HashSet<string> Suites = ["suite", "ste", "apt", "apartment", "flat", "unit", "floor", "fl", "room", "rm"];

    public override int Threshold => 80;

    public override int Cost => 3;

    /// <summary>The four sections, parted.</summary>
    public override string Normalize(string value)
    {
        var words = TextFold.Words(value).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var suite = "";
        if (words.FindIndex(Suites.Contains) is >= 0 and var at)
        {
            var taken = Math.Min(2, words.Count - at);
            suite = words[at + taken - 1];
            words.RemoveRange(at, taken);
        }
        var number = "";
        if (words.FindIndex(w => char.IsAsciiDigit(w[0])) is >= 0 and var numbered)
        {
            number = words[numbered];
            words.RemoveAt(numbered);
        }
        var suffix = "";
        if (words.Count > 1 && Suffixes.TryGetValue(words[^1], out var known))
        {
            suffix = known;
            words.RemoveAt(words.Count - 1);
        }
        return words.Count == 0 && number.Length == 0 ? "" : string.Join(Parting, string.Join(' ', words), number, suffix, suite);
    }

    public override int Score(string a, string b)
    {
        var (one, other, score) = (a.Split(Parting), b.Split(Parting), 0);
        for (var i = 0; i < Weights.Length; i++)
        {
            score += one[i] == other[i] ? Weights[i] : 0;
        }
        return score;
    }

    public override bool Matches(string a, string b) => a == b || (SameName(a, b) && Score(a, b) >= Threshold);

    public override void AddTokens(string value, TokenList tokens)
    {
        var sections = value.Split(Parting);
        tokens.Add(sections[1] + sections[0].Split(' ')[0]);
    }

    /// <summary>Without its name no street reaches the threshold.</summary>
    private static bool SameName(string a, string b) => a.AsSpan(0, a.IndexOf(Parting, StringComparison.Ordinal)).SequenceEqual(b.AsSpan(0, b.IndexOf(Parting, StringComparison.Ordinal)));
}
