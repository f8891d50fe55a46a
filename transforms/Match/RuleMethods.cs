using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// The scores of the methods of rules, 0 to 100 over normalised values, none of them blank. Symmetric, pure; nothing is allocated. The sections of
/// telephone numbers and postal codes and what they weigh are those that Salesforce documents for the matching methods of these names; of the others it
/// publishes no formula, so they are like them and not the same.
/// </summary>
public static class RuleMethods
{
    private const int Nickname = 95;
    private const int Initial = 90;
    private const int SameSound = 90;
    private const int SoundFrom = 60;

    /// <summary>Whether a method can compare a field.</summary>
    public static bool Fits(RuleMethod method, PersonRole field) => method switch
    {
        RuleMethod.Exact => IsCompared(field),
        RuleMethod.Fuzzy or RuleMethod.JaroWinkler => IsCompared(field) && field is not (PersonRole.DateOfBirth or PersonRole.Gender or PersonRole.Suffix),
        RuleMethod.FirstName => field is PersonRole.FirstName or PersonRole.MiddleName,
        RuleMethod.LastName => field == PersonRole.LastName,
        RuleMethod.Phone => field == PersonRole.Phone,
        RuleMethod.City => field == PersonRole.City,
        RuleMethod.Street => field == PersonRole.Street,
        RuleMethod.Zip => field == PersonRole.PostalCode,
        RuleMethod.Company => field == PersonRole.Company,
        _ => false,
    };

    /// <summary>Whether rules can look at a field at all.</summary>
    public static bool IsCompared(PersonRole field) => field is not (PersonRole.None or PersonRole.Id or PersonRole.Source or PersonRole.Title or PersonRole.FullName);

    /// <summary>Whether a record lacks the field.</summary>
    public static bool IsBlank(Person person, PersonRole field) => field switch
    {
        PersonRole.DateOfBirth => person.Birth == 0,
        PersonRole.Gender => person.Gender == Gender.Unknown,
        PersonRole.Suffix => person.Suffix == NameSuffix.None,
        PersonRole.Street => person[PersonField.Street].IsEmpty && person[PersonField.House].IsEmpty,
        _ => person[TextOf(field)].IsEmpty,
    };

    /// <summary>The score of two records that both have the field.</summary>
    public static int Score(RuleMethod method, PersonRole field, Person left, Person right, Nicknames nicknames)
    {
        if (method == RuleMethod.Exact)
        {
            return AreEqual(field, left, right) ? 100 : 0;
        }

        var one = left[TextOf(field)];
        var other = right[TextOf(field)];
        return method switch
        {
            RuleMethod.Fuzzy => IndelRatio.Percent(one, other),
            RuleMethod.JaroWinkler => FieldLevels.Likeness(one, other) / 10,
            RuleMethod.FirstName => FirstName(one, other, nicknames),
            RuleMethod.LastName => LastName(one, other),
            RuleMethod.Phone => Phone(one, other),
            RuleMethod.City => FieldLevels.EqualWithoutBlanks(one, other) ? 100 : IndelRatio.Percent(one, other),
            RuleMethod.Street => (IndelRatio.Percent(one, other) * 80 / 100) + (left[PersonField.House].SequenceEqual(right[PersonField.House]) ? 20 : 0),
            RuleMethod.Zip => Zip(one, other),
            RuleMethod.Company => FieldLevels.EqualWithoutBlanks(one, other) || IsInitials(one, other) || IsInitials(other, one) ? 100 : IndelRatio.Percent(one, other),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No method of rules."),
        };
    }

    private static bool AreEqual(PersonRole field, Person left, Person right) => field switch
    {
        PersonRole.DateOfBirth => left.Birth == right.Birth,
        PersonRole.Gender => left.Gender == right.Gender,
        PersonRole.Suffix => left.Suffix == right.Suffix,
        PersonRole.Street => left[PersonField.Street].SequenceEqual(right[PersonField.Street]) && left[PersonField.House].SequenceEqual(right[PersonField.House]),
        _ => left[TextOf(field)].SequenceEqual(right[TextOf(field)]),
    };

    private static PersonField TextOf(PersonRole field) => field switch
    {
        PersonRole.FirstName => PersonField.First,
        PersonRole.MiddleName => PersonField.Middle,
        PersonRole.LastName => PersonField.Last,
        PersonRole.Email => PersonField.Email,
        PersonRole.Phone => PersonField.Phone,
        PersonRole.Street => PersonField.Street,
        PersonRole.City => PersonField.City,
        PersonRole.State => PersonField.State,
        PersonRole.PostalCode => PersonField.Postcode,
        PersonRole.Country => PersonField.Country,
        PersonRole.NationalId => PersonField.NationalId,
        PersonRole.ExternalId => PersonField.ExternalId,
        PersonRole.Company => PersonField.Company,
        PersonRole.Extra => PersonField.Extra,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a text."),
    };

    private static int FirstName(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Nicknames nicknames)
    {
        var one = Words.First(left);
        var other = Words.First(right);
        if (one.SequenceEqual(other) || FieldLevels.EqualWithoutBlanks(left, right))
        {
            return 100;
        }

        if (one.Length == 1 || other.Length == 1)
        {
            return one[0] == other[0] ? Initial : 0;
        }

        var alike = FieldLevels.Likeness(one, other) / 10;
        return nicknames.AreRelated(one, other) ? Math.Max(Nickname, alike) : alike;
    }

    /// <summary>Sounds are classes of consonants only, so that short names of one sound need not be alike: some letters must be shared as well.</summary>
    private static int LastName(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (FieldLevels.EqualWithoutBlanks(left, right))
        {
            return 100;
        }

        var ratio = IndelRatio.Percent(left, right);
        return ratio is >= SoundFrom and < SameSound && Sound.Of(left) == Sound.Of(right) ? SameSound : ratio;
    }

    /// <summary>Country 10, area 50, the next three digits 30, the last four 10. A country that one side leaves out counts as the other's.</summary>
    private static int Phone(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
        {
            return 100;
        }

        var country = FromEnd(left, left.Length, 10);
        var otherCountry = FromEnd(right, right.Length, 10);
        return (country.IsEmpty || otherCountry.IsEmpty || country.SequenceEqual(otherCountry) ? 10 : 0)
            + Section(left, right, 10, 7, 50) + Section(left, right, 7, 4, 30) + Section(left, right, 4, 0, 10);
    }

    private static int Section(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int from, int to, int weight) =>
        FromEnd(left, from, to) is { IsEmpty: false } section && section.SequenceEqual(FromEnd(right, from, to)) ? weight : 0;

    private static ReadOnlySpan<byte> FromEnd(ReadOnlySpan<byte> digits, int from, int to) => digits[Math.Max(0, digits.Length - from)..Math.Max(0, digits.Length - to)];

    private static int Zip(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (cut, otherCut) = (Math.Min(5, left.Length), Math.Min(5, right.Length));
        return (left[..cut].SequenceEqual(right[..otherCut]) ? 90 : 0) + (left[cut..].SequenceEqual(right[otherCut..]) ? 10 : 0);
    }

    /// <summary>Whether a word is made of the first letters of several others.</summary>
    private static bool IsInitials(ReadOnlySpan<byte> word, ReadOnlySpan<byte> words)
    {
        var at = 0;
        foreach (var of in new Words(words))
        {
            if (at == word.Length || word[at++] != of[0])
            {
                return false;
            }
        }

        return at > 1 && at == word.Length;
    }
}
