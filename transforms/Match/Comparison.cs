namespace ContactSync.Transforms.Match;

/// <summary>What is compared of two people. The order is that of explanations.</summary>
public enum Comparison
{
    /// <summary>Given names.</summary>
    First,

    /// <summary>Family names.</summary>
    Last,

    /// <summary>Further given names.</summary>
    Middle,

    /// <summary>Generation suffixes.</summary>
    Suffix,

    /// <summary>Birth dates.</summary>
    Birth,

    /// <summary>E-mail addresses.</summary>
    Email,

    /// <summary>Telephone numbers.</summary>
    Phone,

    /// <summary>Streets.</summary>
    Street,

    /// <summary>House numbers.</summary>
    House,

    /// <summary>Towns.</summary>
    City,

    /// <summary>States.</summary>
    State,

    /// <summary>Postal codes.</summary>
    Postcode,

    /// <summary>Countries.</summary>
    Country,

    /// <summary>National ids.</summary>
    NationalId,

    /// <summary>External ids.</summary>
    ExternalId,

    /// <summary>Genders.</summary>
    Gender,

    /// <summary>Companies.</summary>
    Company,

    /// <summary>Anything else.</summary>
    Extra,
}

/// <summary>How far two values agree. What a level means of a field is said in docs/matching.md.</summary>
public enum Level
{
    /// <summary>One side is blank: no evidence either way.</summary>
    Missing,

    /// <summary>Equal.</summary>
    Exact,

    /// <summary>Equal once conventions are undone: delivered to the same mailbox, a nickname, blanks left out, day and month in each other's place.</summary>
    Same,

    /// <summary>A likely typing error apart.</summary>
    Close,

    /// <summary>Similar.</summary>
    Near,

    /// <summary>A part agrees: an initial, one name of several, the last seven digits, the area of a postal code.</summary>
    Part,

    /// <summary>First and last name in each other's place.</summary>
    Swapped,

    /// <summary>Not alike.</summary>
    Different,
}

/// <summary>The words for levels and comparisons in files and on screens.</summary>
public static class ComparisonWords
{
    private static readonly string[] Comparisons = [.. Enum.GetNames<Comparison>().Select(n => char.ToLowerInvariant(n[0]) + n[1..])];
    private static readonly string[] Levels = [.. Enum.GetNames<Level>().Select(n => char.ToLowerInvariant(n[0]) + n[1..])];

    /// <summary>The word of a comparison.</summary>
    public static string Of(Comparison comparison) => Comparisons[(int)comparison];

    /// <summary>The word of a level.</summary>
    public static string Of(Level level) => Levels[(int)level];
}
