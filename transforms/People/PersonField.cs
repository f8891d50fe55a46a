namespace ContactSync.Transforms.People;

/// <summary>The normalised texts that a <see cref="PersonTable"/> keeps of a record, in the order they stand in its memory.</summary>
public enum PersonField
{
    /// <summary>Given names, folded, one space between.</summary>
    First,

    /// <summary>Further given names.</summary>
    Middle,

    /// <summary>Family name; particles and parts of a double name have a space between.</summary>
    Last,

    /// <summary>The whole address in lower case.</summary>
    Email,

    /// <summary>The address its provider delivers to, where that is spelled otherwise.</summary>
    EmailCanonical,

    /// <summary>E.164 without the plus, or national digits where the country is unknown.</summary>
    Phone,

    /// <summary>Street without number and unit, forms shortened.</summary>
    Street,

    /// <summary>House number.</summary>
    House,

    /// <summary>Town.</summary>
    City,

    /// <summary>State or region.</summary>
    State,

    /// <summary>Letters and digits in lower case.</summary>
    Postcode,

    /// <summary>ISO code in lower case where known.</summary>
    Country,

    /// <summary>National id, letters and digits.</summary>
    NationalId,

    /// <summary>External id as given.</summary>
    ExternalId,

    /// <summary>Company without its legal form.</summary>
    Company,

    /// <summary>Anything else.</summary>
    Extra,
}

/// <summary>What a generation suffix says; two different ones are two people.</summary>
public enum NameSuffix : byte
{
    /// <summary>None given.</summary>
    None,

    /// <summary>Jr, or II.</summary>
    Junior,

    /// <summary>Sr, or I.</summary>
    Senior,

    /// <summary>III.</summary>
    Third,

    /// <summary>IV.</summary>
    Fourth,
}

/// <summary>Male or female where the record says so.</summary>
public enum Gender : byte
{
    /// <summary>Not said, or said otherwise.</summary>
    Unknown,

    /// <summary>Male.</summary>
    Male,

    /// <summary>Female.</summary>
    Female,
}
