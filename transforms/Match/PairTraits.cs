using System.Runtime.InteropServices;
using System.Text;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// What of a record tells, without its texts, how much it can weigh beside another at most: letters of fields as sets, short hashes, weights of exact
/// agreement. One line of the processor's cache; see <see cref="PairBound"/> for what follows from two of them.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = Bytes)]
internal struct PairTraits
{
    /// <summary>The size of one.</summary>
    public const int Bytes = 64;

    /// <summary>Exact weights are kept in steps of this many hundredths of a bit, rounded up.</summary>
    public const int WeightStep = 8;

    public int Birth;
    public ushort Present;
    public byte Facts;
    public byte Shape;
    public uint First;
    public uint Last;
    public uint City;
    public uint Street;
    public uint Email;
    public uint StreetWord;
    public uint FirstStart;
    public uint LastStart;
    public ushort Phone;
    public ushort PhoneEnd;
    public ushort Postcode;
    public ushort PostcodeArea;
    public ushort EmailLocal;
    public ushort House;
    public byte FirstLength;
    public byte LastLength;
    public byte EmailLength;
    public byte FirstExact;
    public byte LastExact;
    public byte BirthExact;
    public byte EmailExact;
    public byte PhoneExact;
    public byte StreetExact;
    public byte CityExact;
    public byte PostcodeExact;

    /// <summary>The given name has several words: letters of its first say nothing of the others.</summary>
    public const byte SeveralFirst = 1;

    /// <summary>The family name has several words, of which one may be shared.</summary>
    public const byte SeveralLast = 2;

    /// <summary>Some other given name may be the same person's.</summary>
    public const byte HasNicknames = 4;

    /// <summary>The town is one short word of plain letters, see <see cref="PairBound"/>.</summary>
    public const byte ShortCity = 8;

    /// <summary>The street is, but for one of two letters beside it that are less than three in ten of all.</summary>
    public const byte ShortStreet = 16;

    private const int ShortWord = 11;
    private const int LongestName = 31;

    public readonly NameSuffix Suffix => (NameSuffix)(Facts & 7);

    public readonly Gender Gender => (Gender)((Facts >> 3) & 3);

    /// <summary>The traits of a record.</summary>
    public static PairTraits Of(Person person, WeightTable weights, Nicknames nicknames)
    {
        var email = person[PersonField.EmailCanonical] is { IsEmpty: false } canonical ? canonical : person[PersonField.Email];
        var phone = person[PersonField.Phone];
        var postcode = person[PersonField.Postcode];
        return new PairTraits
        {
            Birth = person.Birth,
            Present = (ushort)person.Present,
            Facts = (byte)((int)person.Suffix | ((int)person.Gender << 3)),
            Shape = ShapeOf(person, nicknames),
            First = person.Letters(LetterField.First),
            Last = person.Letters(LetterField.Last),
            City = person.Letters(LetterField.City),
            Street = person.Letters(LetterField.Street),
            Email = LetterSet.Of(email),
            StreetWord = LetterSet.Of(Longest(person[PersonField.Street])),
            FirstStart = Start(Words.First(person[PersonField.First])),
            LastStart = Start(person[PersonField.Last]),
            EmailLocal = email.IndexOf((byte)'@') is >= 0 and var at ? (ushort)Hash(email[..at]) : (ushort)0,
            FirstLength = Length(Words.First(person[PersonField.First])),
            LastLength = Length(person[PersonField.Last]),
            EmailLength = (byte)email.Length,
            Phone = Signs(phone),
            PhoneEnd = (ushort)Hash(phone.Length > 7 ? phone[^7..] : phone),
            Postcode = Signs(postcode),
            PostcodeArea = (ushort)Hash(postcode.Length > 3 ? postcode[..3] : postcode),
            House = (ushort)Hash(person[PersonField.House]),
            FirstExact = Steps(weights, Comparison.First, person, CountedField.First),
            LastExact = Steps(weights, Comparison.Last, person, CountedField.Last),
            BirthExact = Steps(weights, Comparison.Birth, person, CountedField.Birth),
            EmailExact = Steps(weights, Comparison.Email, person, CountedField.Email),
            PhoneExact = Steps(weights, Comparison.Phone, person, CountedField.Phone),
            StreetExact = Steps(weights, Comparison.Street, person, CountedField.Street),
            CityExact = Steps(weights, Comparison.City, person, CountedField.City),
            PostcodeExact = Steps(weights, Comparison.Postcode, person, CountedField.Postcode),
        };
    }

    /// <summary>Whether both sides hold a field.</summary>
    public static bool Both(in PairTraits left, in PairTraits right, PersonField field) => ((left.Present & right.Present) >> (int)field & 1) != 0;

    private static byte ShapeOf(Person person, Nicknames nicknames)
    {
        var first = person[PersonField.First];
        var last = person[PersonField.Last];
        return (byte)((first.Contains((byte)' ') ? SeveralFirst : 0)
            | (last.Contains((byte)' ') ? SeveralLast : 0)
            | (nicknames.Has(Words.First(first)) ? HasNicknames : 0)
            | (IsShort(person[PersonField.City]) ? ShortCity : 0)
            | (IsShortBesides(person[PersonField.Street]) ? ShortStreet : 0));
    }

    private static bool IsShort(ReadOnlySpan<byte> text) => text.Length <= ShortWord && !text.Contains((byte)' ') && Ascii.IsValid(text);

    private static bool IsShortBesides(ReadOnlySpan<byte> text)
    {
        var word = Longest(text);
        return IsShort(word) && (Words.Count(text) == 1 ? word.Length >= 3 : Words.Count(text) == 2 && text.Length == word.Length + 3 && word.Length >= 5);
    }

    private static ReadOnlySpan<byte> Longest(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> longest = default;
        foreach (var word in new Words(text))
        {
            longest = word.Length > longest.Length ? word : longest;
        }

        return longest;
    }

    /// <summary>The first four bytes.</summary>
    private static uint Start(ReadOnlySpan<byte> text)
    {
        uint start = 0;
        for (var i = Math.Min(4, text.Length) - 1; i >= 0; i--)
        {
            start = (start << 8) | text[i];
        }

        return start;
    }

    /// <summary>The length of a name in plain letters; 0 where it has others or is long, and its likeness is not foreseen.</summary>
    private static byte Length(ReadOnlySpan<byte> name) => name.Length <= LongestName && Ascii.IsValid(name) ? (byte)name.Length : (byte)0;

    /// <summary>The signs of a number as a set of 16: like a set of letters, one slip changes two at most.</summary>
    private static ushort Signs(ReadOnlySpan<byte> text)
    {
        var signs = 0;
        foreach (var b in text)
        {
            signs |= 1 << (b & 15);
        }

        return (ushort)signs;
    }

    private static uint Hash(ReadOnlySpan<byte> text) => (uint)(KeyHash.Of(text) >> 32);

    private static byte Steps(WeightTable weights, Comparison comparison, Person person, CountedField field) =>
        (byte)Math.Clamp((weights.Exact(comparison, person, field) + WeightStep - 1) / WeightStep, 0, byte.MaxValue);
}
