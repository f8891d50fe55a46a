using System.Globalization;

namespace ContactSync.Generate;

/// <summary>Makes one side's slips in its records. Every record takes the same draws whatever the shares, so that one share changes nothing but its own slip.</summary>
internal sealed class Slipping(long seed, int purpose, SideSlips slips, bool isLocal)
{
    private readonly bool _any = slips.All.Any(s => s > 0);

    /// <summary>The record as it is written down.</summary>
    public Record Of(Person person, int copy, Record record)
    {
        if (!_any)
        {
            return record;
        }

        var random = new WorldRandom(seed, purpose, (2 * person.Ordinal) + copy);
        var (first, last) = Name(record, ref random);
        var (home, moved) = (record.Home, random.PerMille(slips.Moved));
        home = moved ? person.Next with { Phone = home.Phone } : home;
        home = Falls(slips.MistypedStreet, ref random, out var typing) ? home with { Street = Mistyped(home.Street, ref typing) } : home;
        home = random.PerMille(slips.NoAddress) ? home with { Street = "", City = "", Region = "", PostalCode = "" } : home;
        var phone = random.PerMille(slips.OtherPhone) ? person.Next.Phone : record.Phone;
        return record with
        {
            First = first,
            Last = last,
            Email = Email(person, copy, record.Email, ref random),
            Phone = random.PerMille(slips.NoPhone) ? "" : phone,
            Home = home,
            Birthdate = random.PerMille(slips.NoBirthdate) ? null : record.Birthdate,
        };
    }

    private (string First, string Last) Name(Record record, ref WorldRandom random)
    {
        var (first, last) = (record.First, record.Last);
        var shorts = Names.WithNickname.FirstOrDefault(n => n.Formal.Equals(first.Trim(), StringComparison.OrdinalIgnoreCase)).Short;
        first = Falls(slips.Nickname, ref random, out var naming) && shorts is not null ? naming.Pick<string>(shorts) : first;
        first = Falls(slips.MistypedName, ref random, out var typing) ? Mistyped(first, ref typing) : first;
        last = Falls(slips.MistypedName, ref random, out typing) ? Mistyped(last, ref typing) : last;
        first = random.PerMille(slips.Initial) && first.Trim().Length > 1 && char.IsLetter(first.Trim()[0]) ? $"{first.Trim()[0]}." : first;

        // Every Contact has a last name.
        return random.PerMille(slips.Swapped) && first.Trim().Length > 0 ? (last, first) : (first, last);
    }

    private string Email(Person person, int copy, string email, ref WorldRandom random)
    {
        var number = (2 * person.Ordinal) + copy;
        email = random.PerMille(slips.OtherEmail) ? string.Create(CultureInfo.InvariantCulture, $"{(People.Ascii(person.First) is { Length: > 0 } name ? name : "friend")}{number}@web.example.com") : email;
        var family = person.Kind == Kind.Household && random.PerMille(slips.HouseholdEmail);
        if (family && (!isLocal || (person.Ordinal % 2 == 0 && copy == 0)))
        {
            email = string.Create(CultureInfo.InvariantCulture, $"{People.Ascii(person.Last)}.family.{person.Ordinal & ~1L}@home.example.org");
        }

        email = Falls(slips.MistypedEmail, ref random, out var typing) && email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? $"{email[..at]}@{Spelling.Typo(email[(at + 1)..], ref typing)}" : email;
        return random.PerMille(slips.NoEmail) ? "" : email;
    }

    /// <summary>Whether a slip of that share is made, with random numbers of its own for what it then is.</summary>
    private bool Falls(int share, ref WorldRandom random, out WorldRandom its)
    {
        its = new WorldRandom(seed, purpose, random.Next(int.MaxValue));
        return random.PerMille(share);
    }

    private static string Mistyped(string text, ref WorldRandom random) => text.Length < 2 ? text : Spelling.Typo(text, ref random);
}
