using System.Globalization;
using System.Text;
using ContactSync.Reporting;

namespace ContactSync.Review;

/// <summary>The pairs to look at as files: CSV to decide in a spreadsheet, a page of cards to read.</summary>
public static class ReviewFiles
{
    private const string Style = """
        :root{color-scheme:light dark;font:16px/1.45 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}section{border:1px solid #8888;border-radius:.5rem;padding:.5rem 1.25rem;margin:1.25rem 0}
        h2{font-size:1.1rem}h2 small{font-weight:400}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #8884;vertical-align:top}tr.differs td{font-weight:700}
        ul.evidence{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.4rem}ul.evidence li{border:1px solid #8888;border-radius:1rem;padding:.1rem .7rem}.for b{color:#0a7d32}.against b{color:#c02020}
        @media(prefers-color-scheme:dark){.for b{color:#58d68d}.against b{color:#ff8a80}}code{overflow-wrap:anywhere}
        """;

    /// <summary>One line a pair; the column decision is to be filled with same, different or later.</summary>
    public static string Csv(ReviewSession session, IEnumerable<ReviewPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var text = new StringBuilder("left,right,bits,reason,decision,evidence\n");
        foreach (var pair in pairs)
        {
            var line = Match.PairExplanation.Line(session.Match, pair.Pair, pair.Left, pair.Right);
            text.Append(CultureInfo.InvariantCulture, $"{Cell(pair.Left)},{Cell(pair.Right)},{pair.Pair.Weight / 100.0:0.0},{Cell(pair.Reason)},,{Cell(line)}\n");
        }

        return text.ToString();
    }

    /// <summary>One page, a card a pair, without scripts and anything from elsewhere.</summary>
    /// <param name="of">The pairs there are in all.</param>
    public static string Html(ReviewSession session, IReadOnlyCollection<ReviewPair> pairs, int of)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Pairs to review</title>");
        html.Append(CultureInfo.InvariantCulture, $"<style>{Style}</style><h1>{Title(pairs.Count, of)}</h1><p>Bold values differ. Each bit of evidence doubles the odds that both are one person.</p>\n");
        html.Append("<p>Decide card by card with the commands below each, or many at once in a spreadsheet: <code>contact-sync review export pairs.csv</code>, then <code>contact-sync review import pairs.csv</code>.</p>\n");
        var number = 0;
        foreach (var pair in pairs)
        {
            html.Append(new PairCard(session, pair).ToHtml(++number));
        }

        return html.Append("</html>\n").ToString();
    }

    private static string Title(int shown, int of) => shown < of
        ? $"{Plain.Count(shown)} of {Plain.Count(of)} pairs to review, most useful first"
        : $"{Plain.Count(of)} {(of == 1 ? "pair" : "pairs")} to review";

    // A cell that a spreadsheet would take for a formula is kept from it.
    private static string Cell(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' ? $"'{value}" : value;
        return safe.AsSpan().ContainsAny(",\"\n\r") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
