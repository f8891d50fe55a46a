using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>Compares the names of two people: given, family and further names, also in each other's place.</summary>
internal sealed class NameComparer(WeightTable weights, Nicknames nicknames)
{
    public void Compare(Person left, Person right, Span<Finding> findings)
    {
        var leftFirst = left[PersonField.First];
        var rightFirst = right[PersonField.First];
        var leftMiddle = left[PersonField.Middle];
        var rightMiddle = right[PersonField.Middle];
        var first = FieldLevels.First(leftFirst, rightFirst, LetterSet.MayBeAlike(left.Letters(LetterField.First), right.Letters(LetterField.First)), nicknames);
        var last = FieldLevels.Last(
            left[PersonField.Last], right[PersonField.Last], LetterSet.MayBeAlike(left.Letters(LetterField.Last), right.Letters(LetterField.Last)));
        var middle = FieldLevels.First(leftMiddle, rightMiddle, true, nicknames);
        if (first == Level.Different && (Holds(leftMiddle, rightFirst) || Holds(rightMiddle, leftFirst)))
        {
            // Called by the second name.
            (first, middle) = (Level.Part, Level.Missing);
        }

        Put(findings, Comparison.First, first, weights.Of(Comparison.First, first, left, right, CountedField.First));
        Put(findings, Comparison.Last, last, weights.Of(Comparison.Last, last, left, right, CountedField.Last));
        Put(findings, Comparison.Middle, middle, weights.Flat(Comparison.Middle, middle));
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
        if (!MayBe(left, right) && !MayBe(right, left))
        {
            return;
        }

        var there = Crossed(left, right);
        var back = Crossed(right, left);
        var weight = there + back + weights.Flat(Comparison.First, Level.Swapped);
        var now = findings[(int)Comparison.First].Weight + findings[(int)Comparison.Last].Weight;
        if (Math.Max(there, back) > 0 && weight > now)
        {
            Put(findings, Comparison.First, Level.Swapped, weight - back);
            Put(findings, Comparison.Last, Level.Swapped, back);
        }
    }

    private static bool MayBe(Person firstOf, Person lastOf)
    {
        var first = firstOf[PersonField.First];
        var last = lastOf[PersonField.Last];
        return !first.IsEmpty && !last.IsEmpty && first[0] == last[0] && LetterSet.MayBeAlike(firstOf.Letters(LetterField.First), lastOf.Letters(LetterField.Last));
    }

    private int Crossed(Person firstOf, Person lastOf)
    {
        var first = firstOf[PersonField.First];
        var last = lastOf[PersonField.Last];
        if (first.IsEmpty || last.IsEmpty)
        {
            return 0;
        }

        if (first.SequenceEqual(last))
        {
            return Math.Min(weights.Exact(Comparison.First, firstOf, CountedField.First), weights.Exact(Comparison.Last, lastOf, CountedField.Last));
        }

        var close = LetterSet.MayBeAlike(firstOf.Letters(LetterField.First), lastOf.Letters(LetterField.Last)) && FieldLevels.Alike(first, last) == Level.Close;
        return weights.Flat(Comparison.First, close ? Level.Close : Level.Different);
    }

    private static void Put(Span<Finding> findings, Comparison comparison, Level level, int weight) =>
        findings[(int)comparison] = new Finding(comparison, level, weight);
}
