using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactSync.Cli;
using ContactSync.Match;
using ContactSync.Stores.Import;
using ContactSync.Transforms.Match;

namespace ContactSync.Evaluate;

/// <summary>Measures how well names alone are told apart, on a CSV of pairs: columns name1, name2 and is_match, and schema where kinds are mixed.</summary>
public static class NamePairsAction
{
    private sealed record Case(string Kind, string Left, string Right, bool Same, int Score);

    public static async Task<ExitCode> RunAsync(EvaluateRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        var cases = Read(request.Pairs!);
        var hash = Reference.Model().Hash;
        var kinds = cases.GroupBy(c => c.Kind).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        if (request.Json)
        {
            await call.Out.WriteLineAsync(JsonSerializer.Serialize(new
            {
                model_hash = hash,
                threshold = NamePair.MatchFrom,
                kinds = kinds.Select(k => (k.Key, Q: Of(k))).Select(k => new { kind = k.Key, pairs = k.Q.Right + k.Q.Wrong + k.Q.Missed, f1 = k.Q.F1, precision = k.Q.Precision, recall = k.Q.Recall }),
            }));
            return ExitCode.Done;
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"model         {hash}   names are one person's from {NamePair.MatchFrom} of 100\n");
        foreach (var kind in kinds)
        {
            var q = Of(kind);
            text.Append(CultureInfo.InvariantCulture, $"{kind.Key,-13} f1 {q.F1:0.0000}   precision {q.Precision:0.0000}  recall {q.Recall:0.0000}   {kind.Count()} pairs, {kind.Count(c => c.Same)} the same\n");
        }

        foreach (var wrong in cases.Where(c => c.Kind == kinds[0].Key && c.Same != c.Score >= NamePair.MatchFrom).OrderByDescending(c => Math.Abs(c.Score - NamePair.MatchFrom)).ThenBy(c => c.Left, StringComparer.Ordinal).Take(request.Errors))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(wrong.Same ? "missed" : "wrong"),-13} {wrong.Score}  {wrong.Left} | {wrong.Right}\n");
        }

        await call.Out.WriteAsync(text.ToString());
        return ExitCode.Done;
    }

    private static Quality Of(IEnumerable<Case> cases)
    {
        var all = cases.ToList();
        bool Said(Case c) => c.Score >= NamePair.MatchFrom;
        return new Quality(all.Count(c => c.Same && Said(c)), all.Count(c => !c.Same && Said(c)), all.Count(c => c.Same && !Said(c)));
    }

    private static List<Case> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserException("There is no such file.", path, "Name a CSV with the columns name1, name2 and is_match.", ExitCode.Configuration);
        }

        using var reader = new CsvRecordReader(File.OpenRead(path));
        using var names = new NamePair(Reference.Lists);
        var header = reader.Read() ? Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.Field(i)).ToLowerInvariant()).ToArray() : [];
        var (kind, left, right, same) = (Array.IndexOf(header, "schema"), Array.IndexOf(header, "name1"), Array.IndexOf(header, "name2"), Array.IndexOf(header, "is_match"));
        if (left < 0 || right < 0 || same < 0)
        {
            throw new UserException("These are no labelled pairs of names.", path, "The columns name1, name2 and is_match are needed.", ExitCode.Configuration);
        }

        var cases = new List<Case>();
        while (reader.Read())
        {
            if (reader.FieldCount == header.Length)
            {
                var score = names.Percent(reader.Field(left), reader.Field(right));
                var isSame = Encoding.UTF8.GetString(reader.Field(same)).Trim().ToLowerInvariant() is "true" or "1" or "yes";
                cases.Add(new Case(kind < 0 ? "names" : Encoding.UTF8.GetString(reader.Field(kind)), Encoding.UTF8.GetString(reader.Field(left)), Encoding.UTF8.GetString(reader.Field(right)), isSame, score));
            }
        }

        return cases;
    }
}
