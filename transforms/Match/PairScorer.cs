using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.Match;

/// <summary>
/// Scores pairs from 0 to 1000 in integers. Found by id: 1000, whatever the names. Found by e-mail: 600, and up to 200 for each name as
/// <see cref="NameScore"/> says; two blank or unlike names leave 600. Then ranks the pairs of each local record.
/// </summary>
public static class PairScorer
{
    /// <summary>The score of a pair found by id.</summary>
    public const int IdScore = 1000;

    /// <summary>What the same e-mail address gives before names are compared.</summary>
    public const int EmailScore = 600;

    /// <summary>
    /// Fills scores and verdicts and returns the same batch, whose ownership passes through. The pairs of each local record stand in rank order then:
    /// higher score, found by id, older org record, lower id.
    /// </summary>
    public static PairBatch Apply(PairBatch pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var schema = pairs.Locals.Schema;
        var firstNames = pairs.Locals.Text(schema.Require(NormalizedSchema.FirstKey));
        var lastNames = pairs.Locals.Text(schema.Require(NormalizedSchema.LastKey));
        foreach (ref var pair in pairs.Filled)
        {
            pair = Score(pair, pairs.Orgs, firstNames, lastNames);
        }

        Rank(pairs);
        return pairs;
    }

    private static Pair Score(Pair pair, OrgIndex orgs, TextColumn firstNames, TextColumn lastNames)
    {
        var (first, last) = NameScore.Of(
            firstNames[pair.LocalRow], lastNames[pair.LocalRow], orgs.FirstKey(pair.OrgEntry), orgs.LastKey(pair.OrgEntry));
        var score = pair.Method == MatchMethod.Id ? IdScore : EmailScore + first + last;
        return pair with { Score = (short)score, FirstScore = (short)first, LastScore = (short)last };
    }

    private static void Rank(PairBatch batch)
    {
        var pairs = batch.Filled;
        for (var start = 0; start < pairs.Length;)
        {
            var end = start + 1;
            while (end < pairs.Length && pairs[end].LocalRow == pairs[start].LocalRow)
            {
                end++;
            }

            var group = pairs[start..end];
            group.Sort(new ByRank(batch.Orgs));
            for (var i = 0; i < group.Length; i++)
            {
                group[i] = group[i] with { Verdict = i == 0 ? Verdict.Best : i == 1 ? Verdict.RunnerUp : Verdict.Other };
            }

            start = end;
        }
    }

    private readonly struct ByRank(OrgIndex orgs) : IComparer<Pair>
    {
        public int Compare(Pair x, Pair y)
        {
            var order = y.Score.CompareTo(x.Score);
            order = order != 0 ? order : x.Method.CompareTo(y.Method);
            order = order != 0 ? order : orgs.CreatedAt(x.OrgEntry).CompareTo(orgs.CreatedAt(y.OrgEntry));
            return order != 0 ? order : orgs.Id(x.OrgEntry).SequenceCompareTo(orgs.Id(y.OrgEntry));
        }
    }
}
