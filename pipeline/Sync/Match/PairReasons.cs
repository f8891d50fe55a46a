using System.Globalization;
using System.Text;
using ContactSync.Transforms.Match;

namespace ContactSync.Match;

/// <summary>
/// Why pairs weigh what they weigh, as the table <c>pairs</c> keeps it: the key that brought them together, per field its level and bits, the total and the line it is held against. Values
/// are left to the tables of the extract.
/// </summary>
/// <param name="match">The finished match.</param>
/// <param name="linkFrom">The weight from which pairs are linked without asking.</param>
internal sealed class PairReasons(PeopleMatch match, int linkFrom)
{
    private readonly StringBuilder _text = new();
    private readonly Finding[] _findings = new Finding[PairComparer.FindingCount];

    /// <summary>One line, such as <c>by phone: first same +4.2, last exact +7.1 = 11.3 bits; link from 23.0, review from 6.0</c>.</summary>
    public string Of(ScoredPair pair)
    {
        match.Comparer.Compare(match.Table[pair.Left], match.Table[pair.Right], _findings);
        _text.Clear().Append("by ").Append(match.Index.Keys[pair.Pass].Name).Append(':');
        foreach (var finding in _findings)
        {
            if (finding.Level != Level.Missing)
            {
                _text.Append(CultureInfo.InvariantCulture, $" {ComparisonWords.Of(finding.Comparison)} {ComparisonWords.Of(finding.Level)} {finding.Weight / 100.0:+0.0;-0.0;0.0},");
            }
        }

        _text[^1] = ' ';
        return _text.Append(CultureInfo.InvariantCulture, $"= {pair.Weight / 100.0:0.0} bits; link from {linkFrom / 100.0:0.0}, review from {match.Lines.Review / 100.0:0.0}").ToString();
    }
}
