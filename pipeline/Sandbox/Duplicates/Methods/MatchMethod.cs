namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>
/// How one field of two records is compared: the form values are brought to, a score of 0 to 100 and the least that is a
/// match; and the tokens match keys are made of. Two values that match share a token, but where an org's keys too would
/// part them. Holds no state.
/// </summary>
internal abstract class MatchMethod
{
    /// <summary>The least score that is a match.</summary>
    public abstract int Threshold { get; }

    /// <summary>More than equality; decides the engine's name in the reply about a duplicate.</summary>
    public virtual bool Fuzzy => true;

    /// <summary>Fields of a lower cost are compared first.</summary>
    public virtual int Cost => 1;

    /// <summary>The form in which a value is compared; blank when nothing of it counts.</summary>
    public abstract string Normalize(string value);

    /// <summary>The likeness of two normalised values, neither of them blank.</summary>
    public abstract int Score(string a, string b);

    /// <summary>Two normalised values, neither of them blank, are alike enough.</summary>
    public virtual bool Matches(string a, string b) => Score(a, b) >= Threshold;

    /// <summary>Adds what a record of this normalised value is found by; nothing when no key is made of the field.</summary>
    public abstract void AddTokens(string value, TokenList tokens);

    /// <summary>Adds what a record of this normalised value looks for.</summary>
    public virtual void AddProbes(string value, TokenList tokens) => AddTokens(value, tokens);

    /// <summary>The method of a name in the schema file; null when there is none.</summary>
    public static MatchMethod? Find(string name, bool email) => name.ToUpperInvariant() switch
    {
        "EXACT" => email ? new EmailMethod() : new ExactMethod(),
        "FIRSTNAME" => new FirstNameMethod(bySound: false),
        "STANDARDFIRSTNAME" => new FirstNameMethod(bySound: true),
        "LASTNAME" => new LastNameMethod(),
        "COMPANYNAME" => new CompanyNameMethod(),
        "PHONE" => new PhoneMethod(),
        "CITY" => new CityMethod(),
        "STREET" => new StreetMethod(),
        "ZIP" => new ZipMethod(),
        "TITLE" => new TitleMethod(),
        _ => null,
    };
}
