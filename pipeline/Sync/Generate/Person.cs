namespace ContactSync.Generate;

/// <summary>An address and the phone in it.</summary>
internal sealed record Home(string Phone, string Street, string City, string Region, string PostalCode, string Country);

/// <summary>
/// A person as they are, before either side writes them down. Instants are UTC. <paramref name="Next"/> is where they moved to, for the kinds that moved;
/// <paramref name="RoleEmail"/> the shared address of where they work, for the kind that has one.
/// </summary>
internal sealed record Person(
    long Ordinal,
    Kind Kind,
    string First,
    string Last,
    string Nickname,
    string Email,
    string? RoleEmail,
    Home Home,
    Home Next,
    DateOnly? Birthdate,
    DateTime Created,
    DateTime Modified);
