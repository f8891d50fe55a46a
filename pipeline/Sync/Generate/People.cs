using System.Globalization;
using System.Text;

namespace ContactSync.Generate;

/// <summary>
/// Everyone there is: person n of a seed is always the same, whoever else is asked for. Neighbours with an even and the next odd ordinal may live or work together.
/// </summary>
internal sealed class People(long seed)
{
    private const int PersonPurpose = 1;
    private const int KindPurpose = 2;
    private const int HomePurpose = 3;
    private const int NextHomePurpose = 4;

    private static readonly DateTime Begin = new(2017, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Domains = ["example.org", "example.com", "example.net", "mail.example.org", "post.example.com"];

    /// <summary>The person of that ordinal, from 0 up.</summary>
    public Person this[long ordinal]
    {
        get
        {
            var kind = KindOf(ordinal);
            var random = new WorldRandom(seed, PersonPurpose, ordinal);
            var (first, last, nickname) = Name(kind, ref random);
            var local = Ascii(first) is { Length: > 0 } a && Ascii(last) is { Length: > 0 } b ? $"{a}.{b}" : "friend";
            var email = $"{local}.{ordinal.ToString(CultureInfo.InvariantCulture)}@{random.Pick<string>(Domains)}";
            DateOnly? birthdate = random.PerMille(350) ? null : new DateOnly(1935, 1, 1).AddDays(random.Next(72 * 365));
            var created = Begin.AddSeconds(random.Next(6 * 365 * 86_400));
            var modified = created.AddSeconds(random.Next(365 * 86_400));

            // The odd neighbour joins the even one's household; both work where the even one does.
            var together = ordinal & ~1L;
            var head = kind == Kind.Household ? together : ordinal;
            if (head != ordinal)
            {
                var headRandom = new WorldRandom(seed, PersonPurpose, head);
                last = Name(kind, ref headRandom).Last;
            }

            var role = kind == Kind.RoleAddress ? $"info@group{together.ToString(CultureInfo.InvariantCulture)}.example.org" : null;
            return new Person(
                ordinal, kind, first, last, nickname, email, role, HomeOf(head, HomePurpose), HomeOf(ordinal, NextHomePurpose), birthdate, created, modified);
        }
    }

    /// <summary>The ASCII letters that people type for a name, lower case; empty for another script.</summary>
    public static string Ascii(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            text.Append(c switch
            {
                >= 'a' and <= 'z' => c.ToString(),
                'ø' => "o",
                'ł' => "l",
                'đ' => "d",
                'ß' => "ss",
                'æ' => "ae",
                'þ' => "th",
                _ => "",
            });
        }

        return text.ToString();
    }

    private static (string First, string Last, string Nickname) Name(Kind kind, ref WorldRandom random)
    {
        var last = random.Pick<string>(Names.LastBegin) + random.Pick<string>(Names.LastEnd);
        switch (kind)
        {
            case Kind.Nickname:
                var (formal, shorts) = random.Pick<(string, string[])>(Names.WithNickname);
                return (formal, last, random.Pick<string>(shorts));
            case Kind.Diacritics:
                var first = random.Pick<string>(Names.MarkedFirst);
                return (first, random.Pick<string>(Names.MarkedLast), first);
            case Kind.OtherScript:
                var (other, family) = random.Pick<(string, string)>(Names.OtherScript);
                return (other, family, other);
            default:
                var given = random.PerMille(250) ? random.Pick<(string Formal, string[])>(Names.WithNickname).Formal : random.Pick<string>(Names.First);
                return (given, last, given);
        }
    }

    private Kind KindOf(long ordinal)
    {
        var shared = Kinds.Of(new WorldRandom(seed, KindPurpose, ordinal & ~1L).Next(1000));
        return shared is Kind.Household or Kind.RoleAddress ? shared : Alone(Kinds.Of(new WorldRandom(seed, KindPurpose, ordinal).Next(1000)));
    }

    // A kind that takes two is only ever drawn for both.
    private static Kind Alone(Kind kind) => kind is Kind.Household or Kind.RoleAddress ? Kind.Plain : kind;

    private Home HomeOf(long ordinal, int purpose)
    {
        var random = new WorldRandom(seed, purpose, ordinal);
        var place = random.Pick<Place>(Places.All);
        var number = (1 + random.Next(980)).ToString(CultureInfo.InvariantCulture);
        var street = $"{number} {random.Pick<string>(Places.Streets)} {random.Pick<string>(Places.StreetTypes)}";
        var flat = (1 + random.Next(40)).ToString(CultureInfo.InvariantCulture);
        street += random.Next(100) switch
        {
            < 2 => $"\nFloor {flat}",
            < 10 => $", Flat {flat}",
            _ => "",
        };
        return new Home(Draw(place.Phone, ref random), street, place.City, place.Region, Draw(place.PostalCode, ref random), place.Country);
    }

    private static string Draw(string pattern, ref WorldRandom random)
    {
        var drawn = new StringBuilder(pattern.Length);
        foreach (var c in pattern)
        {
            drawn.Append(c switch
            {
                '#' => (char)('0' + random.Next(10)),
                '@' => (char)('A' + random.Next(26)),
                _ => c,
            });
        }

        return drawn.ToString();
    }
}
