using System.Runtime.CompilerServices;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>What comparing one field found and what it weighs, in hundredths of a bit.</summary>
public readonly record struct Finding(Comparison Comparison, Level Level, int Weight);

/// <summary>
/// Weighs the evidence that two records are one person, in hundredths of a bit: a sum over fields, of what agreeing or not says, with caps over fields
/// that move together. Symmetric, pure, shared by all threads; allocates nothing.
/// </summary>
public sealed class PairComparer : IPairWeigher
{
    /// <summary>The findings of one comparison.</summary>
    public const int FindingCount = 18;

    // What is compared once the rest can still lift the pair over the line, the cheaper first.
    private static readonly Comparison[][] Later = [[Comparison.Postcode, Comparison.House, Comparison.State, Comparison.Country, Comparison.Gender], [Comparison.City], [Comparison.Street], [Comparison.Company, Comparison.Extra]];

    private static readonly (Comparison Comparison, PersonField Field)[] LaterFields =
    [
        (Comparison.Postcode, PersonField.Postcode), (Comparison.House, PersonField.House), (Comparison.State, PersonField.State), (Comparison.City, PersonField.City),
        (Comparison.Street, PersonField.Street), (Comparison.Company, PersonField.Company), (Comparison.Extra, PersonField.Extra),
    ];

    private readonly WeightTable _weights;
    private readonly NameComparer _names;
    private readonly (ulong Fields, int Most)[] _caps;
    private readonly int[][] _most = new int[Later.Length][];

    public PairComparer(WeightTable weights, Nicknames nicknames)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (_weights, _names) = (weights, new NameComparer(weights, nicknames));
        _caps = [.. weights.Model.Caps.Select(c => (c.Fields.Aggregate(0UL, (all, f) => all | (1UL << (int)f)), c.Most))];
        for (var stage = 0; stage < Later.Length; stage++)
        {
            _most[stage] = new int[1 << LaterFields.Length];
            for (var present = 0; present < _most[stage].Length; present++)
            {
                _most[stage][present] = MostOf(stage, present);
            }
        }
    }

    /// <summary>What agreeing and not agreeing weighs.</summary>
    public WeightTable Weights => _weights;

    /// <summary>The total weight.</summary>
    public int Score(Person left, Person right) => Score(left, right, int.MinValue);

    /// <summary>The total weight where that is at least <paramref name="from"/>; otherwise something less than that, found sooner.</summary>
    public int Score(Person left, Person right, int from) => Score(left, right, from, int.MaxValue / 2, 0);

    /// <summary>
    /// The same, where it is known that all but the names can add <paramref name="besides"/> at most, <paramref name="email"/> of that for the e-mail
    /// address.
    /// </summary>
    [SkipLocalsInit]
    internal int Score(Person left, Person right, int from, int besides, int email)
    {
        Span<Finding> findings = stackalloc Finding[FindingCount];
        return Compare(left, right, findings, from, besides, email);
    }

    /// <summary>The total weight, and what each field gave to it before caps and vetoes: <see cref="FindingCount"/> places, by comparison.</summary>
    public int Compare(Person left, Person right, Span<Finding> findings) => Compare(left, right, findings, int.MinValue, int.MaxValue / 2, 0);

    private int Compare(Person left, Person right, Span<Finding> findings, int from, int besides, int email)
    {
        _names.Compare(left, right, findings);
        var most = besides + findings[(int)Comparison.First].Weight + findings[(int)Comparison.Last].Weight;
        if (most < from)
        {
            return most;
        }

        Put(findings, Comparison.Birth, BirthLevel.Of(left.Birth, right.Birth), left, right, CountedField.Birth);
        Set(findings, Comparison.Suffix, Facts(left.Suffix != NameSuffix.None, right.Suffix != NameSuffix.None, left.Suffix == right.Suffix));
        Put(findings, Comparison.Email, Email(left, right), left, right, CountedField.Email);
        most += findings[(int)Comparison.Email].Weight - email;
        if (most < from)
        {
            return most;
        }

        Put(findings, Comparison.Phone, FieldLevels.Phone(left[PersonField.Phone], right[PersonField.Phone]), left, right, CountedField.Phone);
        Put(findings, Comparison.NationalId, FieldLevels.Code(left[PersonField.NationalId], right[PersonField.NationalId], 0), left, right, CountedField.NationalId);
        Set(findings, Comparison.ExternalId, FieldLevels.Plain(left[PersonField.ExternalId], right[PersonField.ExternalId]));
        var sure = Certain(findings);
        var unlike = MayBeHousehold(findings);
        var household = unlike && IsHousehold(findings);
        sure += unlike ? _weights.Model.Household : 0;
        sure -= household ? Math.Max(0, findings[(int)Comparison.Last].Weight) + Math.Max(0, findings[(int)Comparison.Phone].Weight) : 0;

        var present = LaterPresent(left.Present & right.Present);
        for (var stage = 0; stage < Later.Length; stage++)
        {
            var rest = _most[household ? Later.Length - 1 : stage][present];
            if (sure + rest < from)
            {
                return sure + rest;
            }

            var more = CompareLater(stage, left, right, findings);
            sure += household && stage < Later.Length - 1 ? Math.Min(0, more) : more;
        }

        return household ? sure : sure - Excess(findings);
    }

    private static int LaterPresent(uint present)
    {
        var bits = 0;
        for (var i = 0; i < LaterFields.Length; i++)
        {
            bits |= (int)(present >> (int)LaterFields[i].Field & 1) << i;
        }

        return bits;
    }

    /// <summary>The most that a stage and those after it can add where both sides have these fields; the fields without text are always reckoned with.</summary>
    private int MostOf(int stage, int present)
    {
        var fields = Later.Skip(stage).SelectMany(c => c).Where(c => Array.FindIndex(LaterFields, f => f.Comparison == c) is var at && (at < 0 || (present >> at & 1) != 0)).ToList();
        var excess = 0;
        ulong cut = 0;
        foreach (var (capped, cap) in _caps)
        {
            var sum = fields.Where(c => (capped >> (int)c & 1) != 0).Sum(_weights.Most) - ((cut & capped) != 0 ? excess : 0);
            excess += Math.Max(0, sum - cap);
            cut |= capped;
        }

        return fields.Sum(_weights.Most) - excess;
    }

    private int CompareLater(int stage, Person left, Person right, Span<Finding> findings)
    {
        switch (stage)
        {
            case 0:
                Put(findings, Comparison.Postcode, FieldLevels.Code(left[PersonField.Postcode], right[PersonField.Postcode], 3), left, right, CountedField.Postcode);
                Set(findings, Comparison.House, FieldLevels.Code(left[PersonField.House], right[PersonField.House], 0));
                Put(findings, Comparison.State, FieldLevels.Plain(left[PersonField.State], right[PersonField.State]), left, right, CountedField.State);
                Set(findings, Comparison.Country, FieldLevels.Plain(left[PersonField.Country], right[PersonField.Country]));
                Set(findings, Comparison.Gender, Facts(left.Gender != Gender.Unknown, right.Gender != Gender.Unknown, left.Gender == right.Gender));
                break;
            case 1:
                Put(findings, Comparison.City, Text(left, right, PersonField.City, LetterField.City), left, right, CountedField.City);
                break;
            case 2:
                Put(findings, Comparison.Street, Text(left, right, PersonField.Street, LetterField.Street), left, right, CountedField.Street);
                break;
            default:
                Put(findings, Comparison.Company, FieldLevels.Text(left[PersonField.Company], right[PersonField.Company], true), left, right, CountedField.Company);
                Put(findings, Comparison.Extra, FieldLevels.Text(left[PersonField.Extra], right[PersonField.Extra], true), left, right, CountedField.Extra);
                break;
        }

        var sum = 0;
        foreach (var comparison in Later[stage])
        {
            sum += findings[(int)comparison].Weight;
        }

        return sum;
    }

    private static Level Text(Person left, Person right, PersonField field, LetterField letters) =>
        FieldLevels.Text(left[field], right[field], LetterSet.MayBeAlike(left.Letters(letters), right.Letters(letters)));

    private static Level Email(Person left, Person right) => EmailLevel.Of(
        left[PersonField.Email], left[PersonField.EmailCanonical], right[PersonField.Email], right[PersonField.EmailCanonical]);

    private static Level Facts(bool left, bool right, bool equal) => !left || !right ? Level.Missing : equal ? Level.Exact : Level.Different;

    private void Put(Span<Finding> findings, Comparison comparison, Level level, Person left, Person right, CountedField field) =>
        findings[(int)comparison] = new Finding(comparison, level, _weights.Of(comparison, level, left, right, field));

    private void Set(Span<Finding> findings, Comparison comparison, Level level) =>
        findings[(int)comparison] = new Finding(comparison, level, _weights.Flat(comparison, level));

    /// <summary>What is compared first, with vetoes.</summary>
    private int Certain(Span<Finding> findings)
    {
        var total = 0;
        foreach (var comparison in (ReadOnlySpan<Comparison>)
            [Comparison.First, Comparison.Last, Comparison.Middle, Comparison.Birth, Comparison.Suffix, Comparison.Email, Comparison.Phone, Comparison.NationalId, Comparison.ExternalId])
        {
            total += findings[(int)comparison].Weight;
        }

        if (findings[(int)Comparison.Suffix].Level == Level.Different || findings[(int)Comparison.ExternalId].Level == Level.Different)
        {
            total += _weights.Model.Veto;
        }

        return total;
    }

    /// <summary>Given names that are not alike, and no id or birth date of a person's own that agrees.</summary>
    private static bool MayBeHousehold(Span<Finding> findings) =>
        findings[(int)Comparison.First].Level == Level.Different
        && findings[(int)Comparison.NationalId].Level is Level.Missing or Level.Different
        && findings[(int)Comparison.Birth].Level is not (Level.Exact or Level.Same);

    /// <summary>
    /// And something that tells two people of one household apart: an address or birth date of each one's own, or the telephone they share. What a
    /// household has in common, its name, address and telephone, then speaks for nothing.
    /// </summary>
    private static bool IsHousehold(Span<Finding> findings) =>
        findings[(int)Comparison.Email].Level == Level.Different
        || findings[(int)Comparison.Birth].Level is Level.Different or Level.Part
        || findings[(int)Comparison.Phone].Level is Level.Exact or Level.Part;

    /// <summary>What fields that move together weigh above their caps; an outer cap counts what an inner one has left.</summary>
    private int Excess(Span<Finding> findings)
    {
        var excess = 0;
        ulong cut = 0;
        foreach (var (fields, most) in _caps)
        {
            var sum = (cut & fields) != 0 ? -excess : 0;
            for (var i = 0; i < findings.Length; i++)
            {
                sum += (fields >> i & 1) != 0 ? findings[i].Weight : 0;
            }

            excess += Math.Max(0, sum - most);
            cut |= fields;
        }

        return excess;
    }
}
