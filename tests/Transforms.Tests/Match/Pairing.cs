using System.Text;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Tests.Match;

/// <summary>Index and pairs from strings. An org row is (id, e-mail, first, last, created, deleted), a local row (key, link, e-mail, first, last).</summary>
internal static class Pairing
{
    private static readonly RecordSchema Locals = MatchKeys.Local();
    private static readonly RecordSchema Orgs = MatchKeys.Org();

    public static OrgIndex Index(params IEnumerable<string?[]> orgs)
    {
        var builder = new OrgIndexBuilder();
        var batch = Rows.Batch(Orgs, orgs);
        builder.Add(batch);
        batch.Release();
        return builder.Build();
    }

    public static PairBatch Find(OrgIndex index, IEnumerable<string?[]> locals, int maxPerKey = CandidateFinder.DefaultMaxPerKey)
    {
        var batch = Rows.Batch(Locals, locals);
        var pairs = new CandidateFinder(index, maxPerKey).Apply(batch);
        batch.Release();
        return pairs;
    }

    /// <summary>Scored pairs as text, batch by batch.</summary>
    public static string Dump(OrgIndex index, IEnumerable<string?[]> locals, int batchRows)
    {
        var dump = new StringBuilder();
        foreach (var chunk in locals.Chunk(batchRows))
        {
            var pairs = PairScorer.Apply(Find(index, chunk));
            dump.Append(Text(pairs));
            pairs.Release();
        }

        return dump.ToString();
    }

    public static string Text(PairBatch pairs)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pairs.Pairs.Length; i++)
        {
            var pair = pairs.Pairs[i];
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Utf8(pairs.LocalKey(i))} {Utf8(pairs.OrgId(i))} {Utf8(PairWords.Of(pair.Method))}");
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" {pair.Score} {pair.FirstScore} {pair.LastScore} {Utf8(PairWords.Of(pair.Verdict))}\n");
        }

        return text.ToString();
    }

    private static string Utf8(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
