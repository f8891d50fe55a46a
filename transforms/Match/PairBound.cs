using System.Numerics;
using System.Runtime.CompilerServices;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// The most that two records can weigh, from their traits alone: never less than <see cref="PairComparer.Score(Person, Person)"/>, mostly far under the line
/// for two strangers, for a twentieth of the time. Each bound follows from how <see cref="FieldLevels"/> and its neighbours tell levels; a change there is one here.
/// </summary>
internal sealed class PairBound
{
    private static readonly Comparison[] Address = [Comparison.Street, Comparison.House, Comparison.City, Comparison.State, Comparison.Postcode];

    private readonly int _firstUnequal, _firstNear, _firstStart, _firstDifferent, _firstCrossed, _firstClose, _swapped;
    private readonly int _lastUnequal, _lastNear, _lastPart, _lastDifferent;
    private readonly int _emailSame, _emailClose, _emailNear, _phoneEnd, _phoneClose, _phoneDifferent;
    private readonly int _postcodeClose, _postcodeNear, _postcodePart, _postcodeDifferent, _houseExact, _houseUnequal;
    private readonly Text _city, _street;
    private readonly int _middle, _suffix, _nationalId, _externalId, _state, _country, _company, _extra, _gender, _household, _addressCap;
    private readonly int[] _birth;

    public PairBound(WeightTable weights)
    {
        int Flat(Comparison comparison, params ReadOnlySpan<Level> levels)
        {
            var most = int.MinValue;
            foreach (var level in levels)
            {
                most = Math.Max(most, weights.Flat(comparison, level));
            }

            return most;
        }

        _firstUnequal = Flat(Comparison.First, Level.Same, Level.Close, Level.Near, Level.Part, Level.Different);
        _firstNear = Flat(Comparison.First, Level.Near, Level.Different);
        _firstStart = Flat(Comparison.First, Level.Near, Level.Part, Level.Different);
        _firstDifferent = Flat(Comparison.First, Level.Different);
        _firstClose = Flat(Comparison.First, Level.Close, Level.Different);
        _firstCrossed = _firstDifferent;
        _swapped = Flat(Comparison.First, Level.Swapped);
        _lastUnequal = Flat(Comparison.Last, Level.Same, Level.Close, Level.Near, Level.Part, Level.Different);
        _lastNear = Flat(Comparison.Last, Level.Near, Level.Different);
        _lastPart = Flat(Comparison.Last, Level.Part, Level.Different);
        _lastDifferent = Flat(Comparison.Last, Level.Different);
        _emailSame = Flat(Comparison.Email, Level.Same, Level.Close, Level.Near, Level.Different);
        _emailClose = Flat(Comparison.Email, Level.Close, Level.Near, Level.Different);
        _emailNear = Flat(Comparison.Email, Level.Near, Level.Different);
        _phoneEnd = Flat(Comparison.Phone, Level.Part, Level.Close, Level.Different);
        _phoneClose = Flat(Comparison.Phone, Level.Close, Level.Different);
        _phoneDifferent = Flat(Comparison.Phone, Level.Different);
        _postcodeClose = Flat(Comparison.Postcode, Level.Close, Level.Near, Level.Part, Level.Different);
        _postcodeNear = Flat(Comparison.Postcode, Level.Near, Level.Part, Level.Different);
        _postcodePart = Flat(Comparison.Postcode, Level.Part, Level.Different);
        _postcodeDifferent = Flat(Comparison.Postcode, Level.Different);
        _houseUnequal = Flat(Comparison.House, Level.Close, Level.Near, Level.Different);
        _houseExact = Math.Max(_houseUnequal, Flat(Comparison.House, Level.Exact));
        _city = new Text(weights, Comparison.City);
        _street = new Text(weights, Comparison.Street);
        (_middle, _suffix, _nationalId, _externalId) = (weights.Most(Comparison.Middle), weights.Most(Comparison.Suffix), weights.Most(Comparison.NationalId), weights.Most(Comparison.ExternalId));
        (_state, _country, _gender, _company, _extra) = (weights.Most(Comparison.State), weights.Most(Comparison.Country), weights.Most(Comparison.Gender), weights.Most(Comparison.Company), weights.Most(Comparison.Extra));
        _household = Math.Min(0, weights.Model.Household);
        Unbounded = weights.Model.Household > 0 || weights.Model.Veto > 0 || weights.Model.Caps.Any(c => c.Most < 0);
        _addressCap = weights.Model.Caps.Where(c => c.Fields.All(f => Address.Contains(f)) && c.Fields.Length == Address.Length).Select(c => c.Most).DefaultIfEmpty(int.MaxValue).Min();
        _birth = [.. Enum.GetValues<Level>().Select(l => weights.Flat(Comparison.Birth, l))];
    }

    /// <summary>Whether the model rewards what the bounds take for a fault, so that nothing can be told without comparing.</summary>
    public bool Unbounded { get; }

    /// <summary>The bound; symmetric but for rounding.</summary>
    public int Most(in PairTraits left, in PairTraits right) => Most(left, right, out _, out _);

    /// <summary>The bound, with what of it is for first and last name, and for the e-mail address: these are compared first, and often fall short.</summary>
    public int Most(in PairTraits left, in PairTraits right, out int names, out int email)
    {
        email = Email(left, right);
        var birth = BirthLevel.Of(left.Birth, right.Birth);
        var most = birth == Level.Exact ? Exact(left.BirthExact) : _birth[(int)birth];
        names = Names(left, right, out var isOther);
        var last = Last(left, right);
        if (isOther && birth is not (Level.Exact or Level.Same) && !PairTraits.Both(left, right, PersonField.NationalId))
        {
            // Two of one household at best; and told apart by their birth dates, what they share counts for nothing.
            most += _household;
            if (birth is Level.Different or Level.Part)
            {
                names += Math.Min(0, last);
                return most + names + email + Rest(left, right);
            }
        }

        names = Swapped(left, right, names + last);
        return most + names + email + Phone(left, right) + Math.Min(_addressCap, AddressOf(left, right)) + Rest(left, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Exact(byte steps) => steps == byte.MaxValue ? short.MaxValue : steps * PairTraits.WeightStep;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Apart(uint left, uint right) => BitOperations.PopCount(left ^ right);

    private static bool IsWithin(uint left, uint right) => (left & ~right) == 0 || (right & ~left) == 0;

    /// <summary>Given names; <paramref name="isOther"/> where they are certainly not alike, nor in the other's place.</summary>
    private int Names(in PairTraits left, in PairTraits right, out bool isOther)
    {
        isOther = false;
        if (!PairTraits.Both(left, right, PersonField.First))
        {
            return 0;
        }

        if (left.First == right.First)
        {
            return Math.Max(Exact(left.FirstExact), _firstUnequal);
        }

        // Beginnings and initials lie within the other's letters; a second name may be the other's first.
        if ((left.Shape & right.Shape & PairTraits.HasNicknames) != 0 || ((left.Shape | right.Shape) & PairTraits.SeveralFirst) != 0
            || ((left.Present | right.Present) >> (int)PersonField.Middle & 1) != 0)
        {
            return _firstUnequal;
        }

        var alike = LikenessBound.Of(left.First, left.FirstStart, left.FirstLength, right.First, right.FirstStart, right.FirstLength);
        var most = alike == Level.Close ? _firstUnequal : alike == Level.Near ? _firstNear : _firstDifferent;
        if (IsWithin(left.First, right.First) && (byte)left.FirstStart == (byte)right.FirstStart)
        {
            return Math.Max(most, _firstStart);
        }

        isOther = alike == Level.Different && !MayCross(left, right);
        return most;
    }

    private int Last(in PairTraits left, in PairTraits right)
    {
        if (!PairTraits.Both(left, right, PersonField.Last))
        {
            return 0;
        }

        if (left.Last == right.Last)
        {
            return Math.Max(Exact(left.LastExact), _lastUnequal);
        }

        var alike = LikenessBound.Of(left.Last, left.LastStart, left.LastLength, right.Last, right.LastStart, right.LastLength);
        var most = alike == Level.Close ? _lastUnequal : alike == Level.Near ? _lastNear : _lastDifferent;
        return ((left.Shape | right.Shape) & PairTraits.SeveralLast) != 0 || IsWithin(left.Last, right.Last) ? Math.Max(most, _lastPart) : most;
    }

    private static bool MayCross(in PairTraits left, in PairTraits right) =>
        MayCrossOver(left, right) || MayCrossOver(right, left);

    private static bool MayCrossOver(in PairTraits firstOf, in PairTraits lastOf) =>
        (byte)firstOf.FirstStart == (byte)lastOf.LastStart && Apart(firstOf.First, lastOf.Last) <= LetterSet.MostApart;

    private int Swapped(in PairTraits left, in PairTraits right, int straight) =>
        MayCross(left, right) ? Math.Max(straight, Crossed(left, right) + Crossed(right, left) + _swapped) : straight;

    private int Crossed(in PairTraits firstOf, in PairTraits lastOf)
    {
        if ((firstOf.Present >> (int)PersonField.First & lastOf.Present >> (int)PersonField.Last & 1) == 0)
        {
            return 0;
        }

        return (firstOf.Shape & PairTraits.SeveralFirst) != 0
            || LikenessBound.Of(firstOf.First, firstOf.FirstStart, firstOf.FirstLength, lastOf.Last, lastOf.LastStart, lastOf.LastLength) == Level.Close
            ? Math.Max(Math.Min(Exact(firstOf.FirstExact), Exact(lastOf.LastExact)), _firstClose)
            : _firstCrossed;
    }

    private int Email(in PairTraits left, in PairTraits right)
    {
        if (!PairTraits.Both(left, right, PersonField.Email))
        {
            return 0;
        }

        var apart = Apart(left.Email, right.Email);
        if (left.EmailLocal == right.EmailLocal)
        {
            return apart == 0 ? Math.Max(Exact(left.EmailExact), _emailSame) : _emailClose;
        }

        // Two slips change four letters at most.
        return apart <= 4 && Math.Abs(left.EmailLength - right.EmailLength) <= 2 ? _emailClose : _emailNear;
    }

    private int Phone(in PairTraits left, in PairTraits right)
    {
        if (!PairTraits.Both(left, right, PersonField.Phone))
        {
            return 0;
        }

        var apart = Apart(left.Phone, right.Phone);
        if (left.PhoneEnd == right.PhoneEnd)
        {
            return apart == 0 ? Math.Max(Exact(left.PhoneExact), _phoneEnd) : _phoneEnd;
        }

        return apart <= 2 ? _phoneClose : _phoneDifferent;
    }

    private int AddressOf(in PairTraits left, in PairTraits right)
    {
        var most = PairTraits.Both(left, right, PersonField.State) ? _state : 0;
        most += !PairTraits.Both(left, right, PersonField.Postcode) ? 0 : Postcode(left, right);
        most += !PairTraits.Both(left, right, PersonField.House) ? 0 : left.House == right.House ? _houseExact : _houseUnequal;
        most += !PairTraits.Both(left, right, PersonField.City) ? 0
            : _city.Most(Apart(left.City, right.City), int.MaxValue, left.CityExact, (left.Shape & right.Shape & PairTraits.ShortCity) != 0);
        return most + (!PairTraits.Both(left, right, PersonField.Street) ? 0
            : _street.Most(Apart(left.Street, right.Street), Apart(left.StreetWord, right.StreetWord), left.StreetExact, (left.Shape & right.Shape & PairTraits.ShortStreet) != 0));
    }

    private int Postcode(in PairTraits left, in PairTraits right)
    {
        var apart = Apart(left.Postcode, right.Postcode);
        var oneArea = left.PostcodeArea == right.PostcodeArea;
        return oneArea && apart == 0 ? Math.Max(Exact(left.PostcodeExact), _postcodeClose)
            : apart <= 2 ? _postcodeClose : apart <= 4 ? _postcodeNear : oneArea ? _postcodePart : _postcodeDifferent;
    }

    private int Rest(in PairTraits left, in PairTraits right)
    {
        var both = left.Present & right.Present;
        const int Rare = (1 << (int)PersonField.Middle) | (1 << (int)PersonField.NationalId) | (1 << (int)PersonField.ExternalId) | (1 << (int)PersonField.Company)
            | (1 << (int)PersonField.Extra) | (1 << (int)PersonField.Country);
        var most = left.Gender != Gender.Unknown && right.Gender != Gender.Unknown ? _gender : 0;
        most += left.Suffix != NameSuffix.None && right.Suffix != NameSuffix.None ? _suffix : 0;
        if ((both & Rare) != 0)
        {
            most += PairTraits.Both(left, right, PersonField.Middle) ? _middle : 0;
            most += PairTraits.Both(left, right, PersonField.NationalId) ? _nationalId : 0;
            most += PairTraits.Both(left, right, PersonField.ExternalId) ? _externalId : 0;
            most += PairTraits.Both(left, right, PersonField.Company) ? _company : 0;
            most += PairTraits.Both(left, right, PersonField.Extra) ? _extra : 0;
            most += PairTraits.Both(left, right, PersonField.Country) ? _country : 0;
        }

        return most;
    }

    /// <summary>
    /// Towns and streets. Words of 11 plain letters at most that differ in six are under the likeness at which words count as shared: Jaro's similarity is
    /// then at most 1 - 2/11, and Winkler's prefix lifts that to .891. A word of two letters beside them is shared or not, which is under three letters in
    /// ten.
    /// </summary>
    private readonly struct Text(WeightTable weights, Comparison comparison)
    {
        private readonly int _different = weights.Flat(comparison, Level.Different);
        private readonly int _shared = Math.Max(Math.Max(weights.Flat(comparison, Level.Close), weights.Flat(comparison, Level.Near)), Math.Max(weights.Flat(comparison, Level.Part), weights.Flat(comparison, Level.Different)));
        private readonly int _same = weights.Flat(comparison, Level.Same);

        public int Most(int apart, int wordsApart, byte exact, bool areShort) =>
            apart == 0 ? Math.Max(Exact(exact), Math.Max(_same, _shared)) : Math.Min(apart, wordsApart) > LetterSet.MostApart && areShort ? _different : _shared;
    }
}
