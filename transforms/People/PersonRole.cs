namespace ContactSync.Transforms.People;

/// <summary>What a column says about a person, whatever it is called.</summary>
public enum PersonRole
{
    /// <summary>Nothing that matching looks at.</summary>
    None,

    /// <summary>The record's key in its file or system.</summary>
    Id,

    /// <summary>The system that the record comes from.</summary>
    Source,

    /// <summary>Mr, Dr and the like, or blank.</summary>
    Title,

    /// <summary>Given names.</summary>
    FirstName,

    /// <summary>Further given names; a whole name here is taken apart.</summary>
    MiddleName,

    /// <summary>Family name; "Last, First" is taken apart.</summary>
    LastName,

    /// <summary>The whole name, read where first and last name are blank.</summary>
    FullName,

    /// <summary>Jr, Sr, II to IV.</summary>
    Suffix,

    /// <summary>Day of birth.</summary>
    DateOfBirth,

    /// <summary>E-mail address.</summary>
    Email,

    /// <summary>Telephone number.</summary>
    Phone,

    /// <summary>House number, street and unit, in any order.</summary>
    Street,

    /// <summary>Town.</summary>
    City,

    /// <summary>State, region or county.</summary>
    State,

    /// <summary>Postal code.</summary>
    PostalCode,

    /// <summary>Country, as name or ISO code.</summary>
    Country,

    /// <summary>Male, female or otherwise.</summary>
    Gender,

    /// <summary>A number that a person has one of, as people type it: errors in it are possible.</summary>
    NationalId,

    /// <summary>A key that a machine gave: two different ones of the same kind are two people.</summary>
    ExternalId,

    /// <summary>Employer or organisation.</summary>
    Company,

    /// <summary>Anything else that tends to stay with a person, such as an occupation.</summary>
    Extra,
}
