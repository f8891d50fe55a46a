namespace ContactSync.Generate;

/// <summary>How the local side writes a person down. No two records have the same e-mail address, whatever its case.</summary>
internal sealed class LocalSide(long seed)
{
    private const int Purpose = 5;

    public Record Write(Person person, int copy)
    {
        var random = new WorldRandom(seed, Purpose, (2 * person.Ordinal) + copy);
        var (first, last) = Name(person, ref random);
        var home = person.Kind == Kind.EditedLocal ? person.Next : person.Home;
        var modified = person.Modified.AddHours(person.Kind switch
        {
            Kind.EditedLocal => 4000 + random.Next(2000),
            Kind.EditedOrg => 0,
            _ => random.Next(3000),
        });
        return new Record(
            Spelling.Careless(first, 10, ref random),
            Spelling.Careless(last, 10, ref random),
            Email(person, copy, ref random),
            person.Kind == Kind.NoPhone && random.PerMille(600) ? "" : home.Phone,
            home,
            person.Birthdate,
            person.Created,
            modified,
            modified);
    }

    private static (string First, string Last) Name(Person person, ref WorldRandom random) => person.Kind switch
    {
        Kind.Nickname => (person.Nickname, person.Last),
        Kind.Swapped => (person.Last, person.First),
        Kind.NoLastName => (person.First, ""),
        Kind.Typo when random.PerMille(500) => (Spelling.Typo(person.First, ref random), person.Last),
        Kind.Typo => (person.First, Spelling.Typo(person.Last, ref random)),
        Kind.Diacritics when random.PerMille(400) => (Spelling.Plain(person.First), Spelling.Plain(person.Last)),
        _ => (person.First, person.Last),
    };

    private static string Email(Person person, int copy, ref WorldRandom random)
    {
        if (copy > 0)
        {
            return person.Email.Replace("@", ".home@", StringComparison.Ordinal);
        }

        // A shared address can stand in one local record only: the even colleague's.
        return person.Kind switch
        {
            Kind.NoEmail when random.PerMille(500) => "",
            Kind.RoleAddress when person.Ordinal % 2 == 0 => person.RoleEmail!,
            _ => Spelling.Careless(person.Email, 30, ref random),
        };
    }
}
