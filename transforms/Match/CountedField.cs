namespace ContactSync.Transforms.Match;

/// <summary>The fields whose values are counted, so that agreeing on a common one weighs less.</summary>
public enum CountedField
{
    /// <summary>First given name.</summary>
    First,

    /// <summary>Family name.</summary>
    Last,

    /// <summary>Birth date.</summary>
    Birth,

    /// <summary>Address as delivered.</summary>
    Email,

    /// <summary>Telephone number.</summary>
    Phone,

    /// <summary>Street.</summary>
    Street,

    /// <summary>Town.</summary>
    City,

    /// <summary>State.</summary>
    State,

    /// <summary>Postal code.</summary>
    Postcode,

    /// <summary>National id.</summary>
    NationalId,

    /// <summary>Company.</summary>
    Company,

    /// <summary>Anything else.</summary>
    Extra,
}
