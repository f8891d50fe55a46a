namespace ContactSync.Transforms.Match;

/// <summary>How a condition of a rule compares two values, each from 0 to 100. docs/matching.md has the table.</summary>
public enum RuleMethod
{
    /// <summary>100 where both normalised values are equal, else 0.</summary>
    Exact,

    /// <summary>FuzzySharp's <c>Fuzz.Ratio</c> of the normalised values.</summary>
    Fuzzy,

    /// <summary>Jaro-Winkler likeness, in percent.</summary>
    JaroWinkler,

    /// <summary>Given names: equal, nickname, initial, or alike by Jaro-Winkler.</summary>
    FirstName,

    /// <summary>Family names: equal, of one sound, or alike.</summary>
    LastName,

    /// <summary>Telephone numbers by section, from the last digit.</summary>
    Phone,

    /// <summary>Towns: equal without blanks, or alike.</summary>
    City,

    /// <summary>Street 80, house number 20.</summary>
    Street,

    /// <summary>Postal codes: the first five characters 90, the rest 10.</summary>
    Zip,

    /// <summary>Companies: equal without blanks, one the initials of the other, or alike.</summary>
    Company,
}

/// <summary>What a condition does where a value is blank.</summary>
public enum BlankMatch
{
    /// <summary>It fails where either is.</summary>
    NotAllowed,

    /// <summary>Two blanks agree (100); one beside a value fails.</summary>
    Match,
}
