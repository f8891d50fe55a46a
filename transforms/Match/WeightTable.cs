using System.Runtime.CompilerServices;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// A model's weights made ready for one set of records: flat ones by comparison and level, exact ones by the value's counter. Immutable and shared by
/// all threads; about 2 MB a counted field.
/// </summary>
public sealed class WeightTable
{
    private const int Levels = 8;

    // Records that the usual rarity counts as, until more than these are there to count.
    private const ulong Prior = 200;

    private readonly int[] _flat = new int[Enum.GetValues<Comparison>().Length * Levels];
    private readonly LargeArray<short>?[] _exact = new LargeArray<short>?[Enum.GetValues<Comparison>().Length];
    private readonly int[] _unseen = new int[Enum.GetValues<Comparison>().Length];

    public WeightTable(MatchModel model, ValueCounts counts)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(counts);
        Model = model;
        foreach (var (comparison, weights) in model.Comparisons)
        {
            foreach (var (level, weight) in weights.Levels)
            {
                _flat[((int)comparison * Levels) + (int)level] = weight;
            }

            if (weights.Exact is { } exact && FieldOf(comparison) is { } field)
            {
                _unseen[(int)comparison] = Weight(exact, 1, counts.Total(field));
                _exact[(int)comparison] = counts.Counters(field) is { } counters
                    ? Weights(exact, counters, counts.Total(field))
                    : null;
            }
            else if (weights.Exact is { } plain)
            {
                _flat[((int)comparison * Levels) + (int)Level.Exact] = plain.Most;
            }
        }
    }

    /// <summary>The model that the weights are of.</summary>
    public MatchModel Model { get; }

    /// <summary>The weight of a level that does not hang on the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Flat(Comparison comparison, Level level) => _flat[((int)comparison * Levels) + (int)level];

    /// <summary>The weight of agreeing on this record's value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Exact(Comparison comparison, Person person, CountedField field)
    {
        var slot = ValueCounts.Slot(person, field);
        return _exact[(int)comparison] is { } weights && slot >= 0 ? weights[slot] : _unseen[(int)comparison];
    }

    /// <summary>
    /// The weight of a level on these records' values. What is nearly the same as a common value says no more than that value.
    /// </summary>
    public int Of(Comparison comparison, Level level, Person left, Person right, CountedField field) => level switch
    {
        Level.Exact => Exact(comparison, left, field),
        Level.Same or Level.Close or Level.Near => Math.Min(
            Flat(comparison, level), Math.Min(Exact(comparison, left, field), Exact(comparison, right, field))),
        _ => Flat(comparison, level),
    };

    /// <summary>The most a comparison can weigh; 0 at least.</summary>
    public int Most(Comparison comparison)
    {
        var weights = Model.Comparisons.GetValueOrDefault(comparison);
        return weights is null ? 0 : Math.Max(weights.Exact?.Most ?? 0, weights.Levels.Values.Append(0).Max());
    }

    private static LargeArray<short> Weights(ExactWeight exact, LargeArray<uint> counters, long total)
    {
        // Most counters are low: their weights are worked out once.
        var low = new short[1 << 12];
        for (var i = 0; i < low.Length; i++)
        {
            low[i] = (short)Weight(exact, (uint)Math.Max(1, i), total);
        }

        var weights = new LargeArray<short>(counters.Length);
        for (var slot = 0L; slot < counters.Length; slot++)
        {
            var count = counters[slot];
            weights[slot] = count < low.Length ? low[count] : (short)Weight(exact, count, total);
        }

        return weights;
    }

    /// <summary>What agreeing on a value weighs that so many records hold of all that have one.</summary>
    internal static int Weight(ExactWeight exact, uint count, long total)
    {
        // (total + prior) / (count + prior / usual), over a common denominator so that it stays whole.
        var numerator = ((ulong)total + Prior) * (ulong)exact.UsualOneIn;
        var denominator = (count * (ulong)exact.UsualOneIn) + Prior;
        return Math.Clamp(exact.Agree + FixedLog.Of(numerator, denominator), exact.Least, exact.Most);
    }

    /// <summary>The field whose counts say what exact agreement weighs; null where there is none.</summary>
    internal static CountedField? FieldOf(Comparison comparison) => comparison switch
    {
        Comparison.First => CountedField.First,
        Comparison.Last => CountedField.Last,
        Comparison.Birth => CountedField.Birth,
        Comparison.Email => CountedField.Email,
        Comparison.Phone => CountedField.Phone,
        Comparison.Street => CountedField.Street,
        Comparison.City => CountedField.City,
        Comparison.State => CountedField.State,
        Comparison.Postcode => CountedField.Postcode,
        Comparison.NationalId => CountedField.NationalId,
        Comparison.Company => CountedField.Company,
        Comparison.Extra => CountedField.Extra,
        _ => null,
    };
}
