using System.Collections.Immutable;

namespace ContactSync.Transforms.Candidates;

/// <summary>What of a record goes into a candidate key.</summary>
public enum KeyPart
{
    /// <summary>The address as its provider delivers it.</summary>
    Email,

    /// <summary>The local part of the address, or all of it where that is short or a function's.</summary>
    EmailLocal,

    /// <summary>Telephone number.</summary>
    Phone,

    /// <summary>National or external id.</summary>
    Id,

    /// <summary>First and last name in either order, nicknames alike.</summary>
    Names,

    /// <summary>First given name, nicknames alike; an initial is none.</summary>
    First,

    /// <summary>First letter of the given name.</summary>
    FirstInitial,

    /// <summary>First three letters of the given name.</summary>
    FirstStart,

    /// <summary>Family name.</summary>
    Last,

    /// <summary>First four letters of the family name.</summary>
    LastStart,

    /// <summary>How the family name sounds.</summary>
    LastSound,

    /// <summary>How the given name sounds.</summary>
    FirstSound,

    /// <summary>Birth date.</summary>
    Birth,

    /// <summary>Year of birth.</summary>
    BirthYear,

    /// <summary>Month and day of birth.</summary>
    BirthDay,

    /// <summary>Street.</summary>
    Street,

    /// <summary>House number.</summary>
    House,

    /// <summary>Town.</summary>
    City,

    /// <summary>Postal code.</summary>
    Postcode,

    /// <summary>First three characters of the postal code.</summary>
    PostcodeArea,

    /// <summary>Any letter or word: what stands first of the other columns.</summary>
    Extra,
}

/// <summary>
/// Records that agree on all of <paramref name="Parts"/> are compared; a record that lacks one has no such key. A group with too many is told apart by
/// the next of <paramref name="Refine"/>, and only then left out and counted.
/// </summary>
public sealed record CandidateKey(string Name, ImmutableArray<KeyPart> Parts, ImmutableArray<KeyPart> Refine);
