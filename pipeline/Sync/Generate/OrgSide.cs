namespace ContactSync.Generate;

/// <summary>How the org writes a person down. Every Contact has a last name; e-mail addresses may be shared.</summary>
internal sealed class OrgSide(long seed)
{
    private const int Purpose = 6;

    public Record Write(Person person, int copy)
    {
        var random = new WorldRandom(seed, Purpose, (2 * person.Ordinal) + copy);
        var (first, last) = Name(person, copy, ref random);
        var home = person.Kind == Kind.EditedOrg ? person.Next : person.Home;
        var stamp = person.Modified.AddHours(person.Kind switch
        {
            Kind.EditedOrg => 4000 + random.Next(2000),
            Kind.EditedLocal => 0,
            _ => random.Next(3000),
        });

        // Automation touches some records after the last person did; that moves the one stamp and not the other.
        var modified = random.PerMille(100) ? stamp.AddHours(random.Next(500)) : stamp;
        return new Record(
            first,
            last,
            Email(person, copy, ref random),
            copy > 0 || (person.Kind == Kind.NoPhone && random.PerMille(600)) ? "" : home.Phone,
            home,
            person.Birthdate,
            person.Created.AddDays(copy * (1 + random.Next(200))),
            copy == 0 ? modified : modified.AddDays(200),
            copy == 0 ? stamp : stamp.AddDays(200));
    }

    private static (string First, string Last) Name(Person person, int copy, ref WorldRandom random) => person.Kind switch
    {
        Kind.Diacritics when random.PerMille(400) => (Spelling.Plain(person.First), Spelling.Plain(person.Last)),
        Kind.Diacritics when random.PerMille(100) => (Spelling.Decomposed(person.First), Spelling.Decomposed(person.Last)),
        Kind.OtherScript => (person.First, person.Last),
        _ when copy > 0 && random.PerMille(400) => (person.First[..1] + ".", person.Last),
        _ => (person.First, person.Last),
    };

    private static string Email(Person person, int copy, ref WorldRandom random)
    {
        if (copy > 0 && random.PerMille(400))
        {
            return person.Email.Replace("@", ".old@", StringComparison.Ordinal);
        }

        return person.Kind switch
        {
            Kind.NoEmail when random.PerMille(600) => "",
            Kind.RoleAddress => person.RoleEmail!,
            _ => Spelling.Careless(person.Email, 30, ref random).Trim(),
        };
    }
}
