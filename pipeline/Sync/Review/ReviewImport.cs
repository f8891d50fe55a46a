using System.Text;
using ContactSync.Cli;
using ContactSync.DuckDb;
using ContactSync.Runs;
using ContactSync.Stores.Import;

namespace ContactSync.Review;

/// <summary>A decided line of a filled CSV.</summary>
public sealed record ReviewDecision(long Line, string Left, string Right, bool Same);

/// <summary>
/// Reads a filled CSV of pairs as a whole: either every decision in it can be taken, or it is refused with the lines that cannot and nothing of it is taken. A line
/// cannot be taken when its decision is no known word, when no run has seen a record it names, when it names one record twice, or when another line says the
/// opposite of the same pair. Lines that are blank or say <c>later</c> are passed over.
/// </summary>
public static class ReviewImport
{
    /// <summary>Lines that are spelled out; more are only counted.</summary>
    private const int MostFaults = 10;

    /// <summary>The decisions with their keys in full, one a pair, in the order of the file. Throws <see cref="UserException"/>.</summary>
    public static IReadOnlyList<ReviewDecision> Read(string path, History history, CancellationToken cancellationToken)
    {
        var faults = new List<(long Line, string Why)>();
        var decisions = Lines(path, faults).ToList();
        var known = Known(history, decisions.SelectMany(d => (string[])[d.Left, d.Right]), cancellationToken);
        var taken = new Dictionary<(string, string), ReviewDecision>();
        foreach (var decision in decisions)
        {
            var (left, right) = (known.GetValueOrDefault(decision.Left), known.GetValueOrDefault(decision.Right));
            if (left is null || right is null)
            {
                faults.Add((decision.Line, $"no run has seen '{(left is null ? decision.Left : decision.Right)}'"));
                continue;
            }

            if (left == right)
            {
                faults.Add((decision.Line, $"{left} is named twice"));
                continue;
            }

            var pair = string.CompareOrdinal(left, right) <= 0 ? (left, right) : (right, left);
            if (taken.TryAdd(pair, new ReviewDecision(decision.Line, pair.Item1, pair.Item2, decision.Same)))
            {
                continue;
            }

            if (taken[pair] is var before && before.Same != decision.Same)
            {
                faults.Add((decision.Line, $"it says the opposite of line {before.Line}, of {pair.Item1} and {pair.Item2}"));
            }
        }

        return faults.Count == 0 ? [.. taken.Values.OrderBy(d => d.Line)] : throw Refused(path, faults);
    }

    private static IEnumerable<ReviewDecision> Lines(string path, List<(long Line, string Why)> faults)
    {
        using var reader = new CsvRecordReader(File.OpenRead(path));
        var header = reader.Read() ? Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader, i).ToLowerInvariant()).ToArray() : [];
        var (left, right, decision) = (Array.IndexOf(header, "left"), Array.IndexOf(header, "right"), Array.IndexOf(header, "decision"));
        if (left < 0 || right < 0 || decision < 0)
        {
            throw new UserException(
                "The file lacks one of the columns left, right and decision.", $"{path}, header", "Keep the header that contact-sync review export writes, and save it as CSV with commas, in UTF-8.", ExitCode.Configuration);
        }

        while (reader.Read())
        {
            if (reader.Fault is not null || reader.FieldCount != header.Length)
            {
                faults.Add((reader.Line, reader.Fault ?? $"it has {reader.FieldCount} columns, the header has {header.Length}"));
                continue;
            }

            switch (Text(reader, decision).ToLowerInvariant())
            {
                case "" or "later":
                    break;
                case ("same" or "different") and var word:
                    yield return new ReviewDecision(reader.Line, Text(reader, left), Text(reader, right), word == "same");
                    break;
                case var other:
                    faults.Add((reader.Line, $"'{other}' is no decision; it is same, different, later or blank"));
                    break;
            }
        }
    }

    /// <summary>Each key as given, with the record's whole key: 17 may stand for local:17.</summary>
    private static Dictionary<string, string> Known(History history, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var given = keys.Where(k => k.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (given.Count == 0)
        {
            return [];
        }

        var candidates = string.Join(", ", given.SelectMany(k => (string[])[k, $"local:{k}", $"org:{k}"]).Distinct(StringComparer.Ordinal).Select(DuckSql.Literal));
        using var result = history.Ask(
            $"select record_key from extract_local where record_key in ({candidates}) union select record_key from extract_org where record_key in ({candidates})", asJson: false, cancellationToken);
        var seen = result.TextRows().Select(row => row[0]!).ToHashSet(StringComparer.Ordinal);
        return given.Select(k => (Key: k, Whole: ((string[])[k, $"local:{k}", $"org:{k}"]).FirstOrDefault(seen.Contains))).Where(k => k.Whole is not null).ToDictionary(k => k.Key, k => k.Whole!, StringComparer.Ordinal);
    }

    private static UserException Refused(string path, List<(long Line, string Why)> faults)
    {
        var what = new StringBuilder(faults.Count == 1 ? "One line of the file cannot be taken:" : $"{faults.Count} lines of the file cannot be taken:");
        foreach (var (line, why) in faults.OrderBy(f => f.Line).Take(MostFaults))
        {
            what.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n  line {line}: {why}");
        }

        if (faults.Count > MostFaults)
        {
            what.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n  and {faults.Count - MostFaults} more");
        }

        return new UserException(what.ToString(), path, "Nothing of the file was taken. Correct these lines and import it again.", ExitCode.Configuration);
    }

    private static string Text(CsvRecordReader reader, int field) => Encoding.UTF8.GetString(reader.Field(field)).Trim();
}
