using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>What comparing one field found and what it weighs, in hundredths of a bit.</summary>
public readonly record struct Finding(Comparison Comparison, Level Level, int Weight);

/// <summary>
/// Weighs the evidence that two records are one person, in hundredths of a bit: a sum over fields, of what agreeing or not says, with caps over fields
/// that move together. Symmetric, pure, shared by all threads; allocates nothing.
/// </summary>
public sealed class PairComparer
{
    /// <summary>The findings of one comparison.</summary>
    public const int FindingCount = 18;

    private readonly WeightTable _weights;
    private readonly Nicknames _nicknames;
    private readonly (ulong Fields, int Most)[] _caps;

    public PairComparer(WeightTable weights, Nicknames nicknames)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (_weights, _nicknames) = (weights, nicknames);
        _caps = [.. weights.Model.Caps.Select(c => (c.Fields.Aggregate(0UL, (all, f) => all | (1UL << (int)f)), c.Most))];
    }

    /// <summary>The total weight.</summary>
    public int Score(Person left, Person right)
    {
        Span<Finding> findings = stackalloc Finding[FindingCount];
        return Compare(left, right, findings);
    }

    /// <summary>The total weight, and what each field gave to it before caps and vetoes: <see cref="FindingCount"/> places, by comparison.</summary>
    public int Compare(Person left, Person right, Span<Finding> findings)
    {
        CompareNames(left, right, findings);
        Set(findings, Comparison.Suffix, Facts(left.Suffix != NameSuffix.None, right.Suffix != NameSuffix.None, left.Suffix == right.Suffix));
        Set(findings, Comparison.Gender, Facts(left.Gender != Gender.Unknown, right.Gender != Gender.Unknown, left.Gender == right.Gender));
        Put(findings, Comparison.Birth, FieldLevels.Birth(left.Birth, right.Birth), left, right, CountedField.Birth);
        Put(findings, Comparison.Email, Email(left, right), left, right, CountedField.Email);
        Put(findings, Comparison.Phone, FieldLevels.Phone(left[PersonField.Phone], right[PersonField.Phone]), left, right, CountedField.Phone);
        Put(findings, Comparison.Street, FieldLevels.Text(left[PersonField.Street], right[PersonField.Street]), left, right, CountedField.Street);
        Set(findings, Comparison.House, FieldLevels.Code(left[PersonField.House], right[PersonField.House], 0));
        Put(findings, Comparison.City, FieldLevels.Text(left[PersonField.City], right[PersonField.City]), left, right, CountedField.City);
        Put(findings, Comparison.State, FieldLevels.Plain(left[PersonField.State], right[PersonField.State]), left, right, CountedField.State);
        Put(findings, Comparison.Postcode, FieldLevels.Code(left[PersonField.Postcode], right[PersonField.Postcode], 3), left, right, CountedField.Postcode);
        Set(findings, Comparison.Country, FieldLevels.Plain(left[PersonField.Country], right[PersonField.Country]));
        Put(findings, Comparison.NationalId, FieldLevels.Code(left[PersonField.NationalId], right[PersonField.NationalId], 0), left, right, CountedField.NationalId);
        Set(findings, Comparison.ExternalId, FieldLevels.Plain(left[PersonField.ExternalId], right[PersonField.ExternalId]));
        Put(findings, Comparison.Company, FieldLevels.Text(left[PersonField.Company], right[PersonField.Company]), left, right, CountedField.Company);
        Put(findings, Comparison.Extra, FieldLevels.Text(left[PersonField.Extra], right[PersonField.Extra]), left, right, CountedField.Extra);
        return Total(findings);
    }

    private static Level Email(Person left, Person right) => FieldLevels.Email(
        left[PersonField.Email], left[PersonField.EmailCanonical], right[PersonField.Email], right[PersonField.EmailCanonical]);

    private static Level Facts(bool left, bool right, bool equal) => !left || !right ? Level.Missing : equal ? Level.Exact : Level.Different;

    private void CompareNames(Person left, Person right, Span<Finding> findings)
    {
        var leftFirst = left[PersonField.First];
        var rightFirst = right[PersonField.First];
        var leftLast = left[PersonField.Last];
        var rightLast = right[PersonField.Last];
        var leftMiddle = left[PersonField.Middle];
        var rightMiddle = right[PersonField.Middle];
        var first = FieldLevels.First(leftFirst, rightFirst, _nicknames);
        var last = FieldLevels.Last(leftLast, rightLast);
        var middle = FieldLevels.First(leftMiddle, rightMiddle, _nicknames);
        if (first == Level.Different && (Holds(leftMiddle, rightFirst) || Holds(rightMiddle, leftFirst)))
        {
            // Called by the second name.
            (first, middle) = (Level.Part, Level.Missing);
        }

        Put(findings, Comparison.First, first, left, right, CountedField.First);
        Put(findings, Comparison.Last, last, left, right, CountedField.Last);
        Set(findings, Comparison.Middle, middle);
        if (first is not (Level.Exact or Level.Same or Level.Close) || last is not (Level.Exact or Level.Same or Level.Close))
        {
            TrySwapped(left, right, findings);
        }
    }

    private static bool Holds(ReadOnlySpan<byte> middle, ReadOnlySpan<byte> first) => !middle.IsEmpty && first.Length > 1 && Words.Contain(middle, Words.First(first));

    /// <summary>
    /// First and last name in each other's place, or one of them there and the other lost: as good as what they would weigh in order, less the
    /// mistake, where that is more.
    /// </summary>
    private void TrySwapped(Person left, Person right, Span<Finding> findings)
    {
        var leftFirst = left[PersonField.First];
        var rightFirst = right[PersonField.First];
        var leftLast = left[PersonField.Last];
        var rightLast = right[PersonField.Last];
        if (!MayBe(leftFirst, rightLast) && !MayBe(rightFirst, leftLast))
        {
            return;
        }

        var there = Crossed(leftFirst, rightLast, left, right);
        var back = Crossed(rightFirst, leftLast, right, left);
        var weight = there + back + _weights.Flat(Comparison.First, Level.Swapped);
        var now = findings[(int)Comparison.First].Weight + findings[(int)Comparison.Last].Weight;
        if (Math.Max(there, back) > 0 && weight > now)
        {
            findings[(int)Comparison.First] = new Finding(Comparison.First, Level.Swapped, weight - back);
            findings[(int)Comparison.Last] = new Finding(Comparison.Last, Level.Swapped, back);
        }
    }

    private static bool MayBe(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => !left.IsEmpty && !right.IsEmpty && left[0] == right[0];

    private int Crossed(ReadOnlySpan<byte> first, ReadOnlySpan<byte> last, Person firstOf, Person lastOf)
    {
        if (first.IsEmpty || last.IsEmpty)
        {
            return 0;
        }

        if (first.SequenceEqual(last))
        {
            return Math.Min(_weights.Exact(Comparison.First, firstOf, CountedField.First), _weights.Exact(Comparison.Last, lastOf, CountedField.Last));
        }

        return _weights.Flat(Comparison.First, FieldLevels.Alike(first, last) == Level.Close ? Level.Close : Level.Different);
    }

    private void Put(Span<Finding> findings, Comparison comparison, Level level, Person left, Person right, CountedField field) =>
        findings[(int)comparison] = new Finding(comparison, level, level switch
        {
            Level.Exact => _weights.Exact(comparison, left, field),

            // Nearly the same as a common value says no more than that value.
            Level.Same or Level.Close or Level.Near => Math.Min(
                _weights.Flat(comparison, level), Math.Min(_weights.Exact(comparison, left, field), _weights.Exact(comparison, right, field))),
            _ => _weights.Flat(comparison, level),
        });

    private void Set(Span<Finding> findings, Comparison comparison, Level level) =>
        findings[(int)comparison] = new Finding(comparison, level, _weights.Flat(comparison, level));

    private int Total(Span<Finding> findings)
    {
        var total = 0;
        foreach (var finding in findings)
        {
            total += finding.Weight;
        }

        foreach (var (fields, most) in _caps)
        {
            var sum = 0;
            for (var i = 0; i < findings.Length; i++)
            {
                sum += (fields >> i & 1) != 0 ? findings[i].Weight : 0;
            }

            total -= Math.Max(0, sum - most);
        }

        if (findings[(int)Comparison.Suffix].Level == Level.Different || findings[(int)Comparison.ExternalId].Level == Level.Different)
        {
            total += _weights.Model.Veto;
        }

        return IsHousehold(findings) ? total + _weights.Model.Household : total;
    }

    private static bool IsHousehold(Span<Finding> findings) =>
        findings[(int)Comparison.First].Level == Level.Different
        && findings[(int)Comparison.NationalId].Level is Level.Missing or Level.Different
        && findings[(int)Comparison.Birth].Level is not (Level.Exact or Level.Same);
}
