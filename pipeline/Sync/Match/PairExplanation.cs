using System.Globalization;
using System.Text;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Match;

/// <summary>Why two records weigh what they weigh, in one line.</summary>
public static class PairExplanation
{
    /// <summary>Key, fields with values, levels and weights, total.</summary>
    public static string Line(PeopleMatch match, ScoredPair pair, string left, string right)
    {
        ArgumentNullException.ThrowIfNull(match);
        var findings = new Finding[PairComparer.FindingCount];
        var one = match.Table[pair.Left];
        var other = match.Table[pair.Right];
        var total = match.Comparer.Compare(one, other, findings);
        var text = new StringBuilder($"{left} ~ {right}: ");
        text.Append(pair.Pass < 0 ? "no key in common" : $"by {match.Index.Keys[pair.Pass].Name}");
        foreach (var finding in findings.Where(f => f.Level != Level.Missing))
        {
            var value = PersonText.Of(one, finding.Comparison);
            var values = value == PersonText.Of(other, finding.Comparison) ? value : $"{value}|{PersonText.Of(other, finding.Comparison)}";
            text.Append(CultureInfo.InvariantCulture, $"  {(finding.Weight < 0 ? '-' : '+')}{ComparisonWords.Of(finding.Comparison)}({ComparisonWords.Of(finding.Level)} {values} {finding.Weight / 100.0:0.0})");
        }

        return text.Append(CultureInfo.InvariantCulture, $" = {total / 100.0:0.0} bits").ToString();
    }
}

/// <summary>The normalised values of a person as text.</summary>
public static class PersonText
{
    /// <summary>What a comparison looks at of a record.</summary>
    public static string Of(Person person, Comparison comparison) => comparison switch
    {
        Comparison.Birth => person.Birth == 0 ? "" : person.Birth.ToString(CultureInfo.InvariantCulture),
        Comparison.Suffix => person.Suffix.ToString(),
        Comparison.Gender => person.Gender.ToString(),
        _ => Encoding.UTF8.GetString(person[Field(comparison)]),
    };

    private static PersonField Field(Comparison comparison) => Enum.Parse<PersonField>(comparison.ToString());
}
