using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactSync.Transforms.Match;

namespace ContactSync.Match;

/// <summary>Which rule brought pairs together, and what each of its conditions scored.</summary>
internal sealed class RuleReasons(PeopleMatch match, RuleComparer rules)
{
    private readonly StringBuilder _text = new();
    private readonly (int Score, bool Holds)[] _conditions = new (int, bool)[RuleSet.MaxConditions];

    /// <summary>One line, such as <c>rule "e-mail and names" by email: email exact 100, first_name firstName 95 (from 80)</c>.</summary>
    public string Of(ScoredPair pair) => Deciding(pair) is { } rule
        ? $"rule \"{rules.Rules[rule].Name}\" {(pair.Pass < 0 ? "without a key in common" : $"by {match.Index.Keys[pair.Pass].Name}")}: {Conditions(rule, pair)}"
        : $"no rule holds; {string.Join("; ", All(pair))}";

    /// <summary>Every rule in order, with the score of every condition, and which of them decides.</summary>
    public IEnumerable<string> All(ScoredPair pair)
    {
        var deciding = Deciding(pair);
        return rules.Rules.Select((rule, i) => $"\"{rule.Name}\"{(i == deciding ? " decides" : "")}: {Conditions(i, pair)}");
    }

    private int? Deciding(ScoredPair pair) => rules.RuleOf(rules.Score(match.Table[pair.Left], match.Table[pair.Right])) is >= 0 and var rule ? rule : null;

    private string Conditions(int rule, ScoredPair pair)
    {
        rules.Explain(rule, match.Table[pair.Left], match.Table[pair.Right], _conditions);
        _text.Clear();
        foreach (var (i, condition) in rules.Rules[rule].Where.Index())
        {
            _text.Append(i == 0 ? "" : ", ").Append(JsonNamingPolicy.SnakeCaseLower.ConvertName(condition.Field.ToString())).Append(' ').Append(JsonNamingPolicy.CamelCase.ConvertName(condition.Method.ToString()));
            _text.Append(CultureInfo.InvariantCulture, $" {_conditions[i].Score}").Append(condition.Method == RuleMethod.Exact ? "" : string.Create(CultureInfo.InvariantCulture, $" (from {condition.AtLeast})")).Append(_conditions[i].Holds ? "" : " fails");
        }

        return _text.ToString();
    }
}
