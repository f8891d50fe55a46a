using System.Runtime.CompilerServices;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// How often each value occurs, in 2^20 counters a field that values share by hash: two values in one counter look as common as both together, which
/// at most makes a rare one weigh as if one in a million had it. For one thread at a time; sums of several are the same in any order.
/// </summary>
public sealed class ValueCounts
{
    internal const int Slots = 1 << 20;

    private readonly LargeArray<uint>?[] _counts = new LargeArray<uint>?[Enum.GetValues<CountedField>().Length];
    private readonly long[] _totals = new long[Enum.GetValues<CountedField>().Length];

    /// <summary>Records counted.</summary>
    public long Records { get; private set; }

    /// <summary>How many of them have a value.</summary>
    public long Total(CountedField field) => _totals[(int)field];

    /// <summary>Counts the values of a record.</summary>
    public void Add(Person person)
    {
        Records++;
        for (var field = 0; field < _counts.Length; field++)
        {
            var slot = Slot(person, (CountedField)field);
            if (slot >= 0)
            {
                (_counts[field] ??= new LargeArray<uint>(Slots, cleared: true))[slot]++;
                _totals[field]++;
            }
        }
    }

    /// <summary>Takes back what <see cref="Add(Person)"/> counted of a record.</summary>
    public void Remove(Person person)
    {
        Records--;
        for (var field = 0; field < _counts.Length; field++)
        {
            var slot = Slot(person, (CountedField)field);
            if (slot >= 0)
            {
                _counts[field]![slot]--;
                _totals[field]--;
            }
        }
    }

    /// <summary>Adds what another has counted.</summary>
    public void Add(ValueCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Records += other.Records;
        for (var field = 0; field < _counts.Length; field++)
        {
            if (other._counts[field] is not { } theirs)
            {
                continue;
            }

            var ours = _counts[field] ??= new LargeArray<uint>(Slots, cleared: true);
            for (var i = 0; i < Slots; i++)
            {
                ours[i] += theirs[i];
            }

            _totals[field] += other._totals[field];
        }
    }

    /// <summary>Takes the counters of a field as they were kept; <paramref name="total"/> is the sum of them.</summary>
    internal void Load(CountedField field, ReadOnlySpan<uint> counters, long total, long records)
    {
        var ours = new LargeArray<uint>(Slots);
        unsafe
        {
            counters.CopyTo(new Span<uint>(ours.Pointer, Slots));
        }

        (_counts[(int)field], _totals[(int)field], Records) = (ours, total, records);
    }

    /// <summary>The counters of a field, or null where no record has a value.</summary>
    internal LargeArray<uint>? Counters(CountedField field) => _counts[(int)field];

    /// <summary>Where a record's value is counted, or -1 for a blank one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Slot(Person person, CountedField field)
    {
        if (field == CountedField.Birth)
        {
            return person.Birth == 0 ? -1 : (int)(((ulong)person.Birth * 0x9E37_79B9_7F4A_7C15) >> 44);
        }

        var text = field switch
        {
            CountedField.First => Words.First(person[PersonField.First]),
            CountedField.Last => person[PersonField.Last],
            CountedField.Email => person[PersonField.EmailCanonical] is { IsEmpty: false } canonical ? canonical : person[PersonField.Email],
            CountedField.Phone => person[PersonField.Phone],
            CountedField.Street => person[PersonField.Street],
            CountedField.City => person[PersonField.City],
            CountedField.State => person[PersonField.State],
            CountedField.Postcode => person[PersonField.Postcode],
            CountedField.NationalId => person[PersonField.NationalId],
            CountedField.Company => person[PersonField.Company],
            _ => person[PersonField.Extra],
        };
        return text.IsEmpty ? -1 : (int)(KeyHash.Of(text) >> 44);
    }
}
