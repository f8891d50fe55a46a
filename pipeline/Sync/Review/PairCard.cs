using System.Globalization;
using System.Net;
using System.Text;
using ContactSync.Match;
using ContactSync.Reporting;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;

namespace ContactSync.Review;

/// <summary>One pair for a person to judge: both sides' values as extracted, how far they agree and what that weighs, the next best, and the total.</summary>
public sealed class PairCard
{
    private readonly ReviewSession _session;
    private readonly ReviewPair _pair;
    private readonly Finding[] _findings = new Finding[PairComparer.FindingCount];
    private readonly int _total;

    public PairCard(ReviewSession session, ReviewPair pair)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(pair);
        (_session, _pair) = (session, pair);
        _total = session.Match.Comparer.Compare(session.Match.Table[pair.Pair.Left], session.Match.Table[pair.Pair.Right], _findings);
    }

    /// <summary>The evidence in one line, in bits.</summary>
    public string Head => string.Create(
        CultureInfo.InvariantCulture,
        $"{_total / 100.0:0.0} bits (one person from {_session.Match.Lines.Match / 100.0:0.0}, a question from {_session.Match.Lines.Review / 100.0:0.0}) · key: {Key} · {_pair.Reason}");

    /// <summary>A card for a terminal.</summary>
    public string ToText()
    {
        var text = new StringBuilder($"{Head}\n");
        text.Append(CultureInfo.InvariantCulture, $"{"",-12} {_pair.Left,-34} {_pair.Right}\n");
        foreach (var (field, left, right) in Fields())
        {
            text.Append(string.Create(CultureInfo.InvariantCulture, $"{field,-12} {Cut(left),-34} {Cut(right)}").TrimEnd()).Append('\n');
        }

        foreach (var finding in _findings.Where(f => f.Level != Level.Missing))
        {
            text.Append(CultureInfo.InvariantCulture, $"{ComparisonWords.Of(finding.Comparison),-12} {ComparisonWords.Of(finding.Level),-12} {finding.Weight / 100.0,6:+0.0;-0.0;0.0}\n");
        }

        if (Rest() is not 0 and var rest)
        {
            text.Append(CultureInfo.InvariantCulture, $"{"rules",-12} {"caps, vetoes",-12} {rest / 100.0,6:+0.0;-0.0;0.0}\n");
        }

        foreach (var (i, rule) in Rules().Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "profile rule" : ""),-12} {rule}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{"runner-up",-12} {RunnerUp()}\n");
        return text.ToString();
    }

    /// <summary>A card for a browser; every value is escaped.</summary>
    public string ToHtml(int number)
    {
        var html = new StringBuilder($"<section id=\"p{number}\"><h2>{E(_pair.Left)} <small>and</small> {E(_pair.Right)}</h2><p class=\"why\">{E(Head)}</p>");
        html.Append(CultureInfo.InvariantCulture, $"<table><tr><th scope=\"col\"></th><th scope=\"col\">{E(_pair.Left)}</th><th scope=\"col\">{E(_pair.Right)}</th></tr>");
        foreach (var (field, left, right) in Fields())
        {
            var differs = left.Length > 0 && right.Length > 0 && left.Normalize() != right.Normalize();
            html.Append(CultureInfo.InvariantCulture, $"<tr{(differs ? " class=\"differs\"" : "")}><th scope=\"row\">{E(field.Replace('_', ' '))}</th><td>{E(left)}</td><td>{E(right)}</td></tr>");
        }

        html.Append("</table><ul class=\"evidence\">");
        foreach (var finding in _findings.Where(f => f.Level != Level.Missing))
        {
            html.Append(CultureInfo.InvariantCulture, $"<li class=\"{(finding.Weight < 0 ? "against" : "for")}\">{E(ComparisonWords.Of(finding.Comparison))} {E(ComparisonWords.Of(finding.Level))} <b>{finding.Weight / 100.0:+0.0;-0.0;0.0}</b></li>");
        }

        html.Append("</ul>").AppendJoin("", Rules().Select(r => $"<p>profile rule {E(r)}</p>"));
        html.Append(CultureInfo.InvariantCulture, $"<p>runner-up {E(RunnerUp())}</p><p class=\"decide\"><code>contact-sync review accept {E(_pair.Left)} {E(_pair.Right)}</code><br><code>contact-sync review reject {E(_pair.Left)} {E(_pair.Right)}</code></p></section>\n");
        return html.ToString();
    }

    private string Key => _pair.Pair.Pass < 0 ? "none in common: these two were never compared" : _session.Match.Index.Keys[_pair.Pair.Pass].Name;

    /// <summary>What each rule of the profile says, first those that are asked first.</summary>
    private IEnumerable<string> Rules() => _session.Rules is { } rules ? new RuleReasons(_session.Match, rules).All(_pair.Pair) : [];

    private int Rest() => _total - _findings.Sum(f => f.Weight);

    private string RunnerUp() => _session.RunnerUp(_pair.Pair) is { } other
        ? string.Create(CultureInfo.InvariantCulture, $"{_session.People.Keys[other.Left]} and {_session.People.Keys[other.Right]}, {other.Weight / 100.0:0.0} bits")
        : "none";

    private IEnumerable<(string Field, string Left, string Right)> Fields()
    {
        var left = _session.People.Values(_pair.Left);
        var right = _session.People.Values(_pair.Right);
        foreach (var field in left.Select(v => v.Field).Concat(right.Select(v => v.Field)).Distinct(StringComparer.Ordinal))
        {
            yield return (field, Value(left, field), Value(right, field));
        }
    }

    private static string Value(IReadOnlyList<(string Field, string Value)> values, string field) => values.FirstOrDefault(v => v.Field == field).Value ?? "";

    private static string Cut(string value) => Plain.Clean(value) is { Length: > 33 } shown ? $"{shown[..32]}…" : Plain.Clean(value);

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
