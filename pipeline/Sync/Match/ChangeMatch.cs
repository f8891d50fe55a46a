using ContactSync.Transforms.Known;
using ContactSync.Transforms.Match;

namespace ContactSync.Match;

/// <summary>Matches changes against what is known, stage by stage. One object matches once.</summary>
public sealed class ChangeMatch(KnownChanges changes, KnownMatchOptions options, Stages stages)
{
    // Records of a piece of work: some milliseconds.
    private const int PieceRows = 512;
    private const int PiecePairs = 8_192;

    /// <summary>The match: its pairs are there when <see cref="RunAsync"/> has returned null.</summary>
    public KnownMatch Match { get; } = new(changes, options);

    /// <summary>Comparisons made.</summary>
    public long Compared { get; private set; }

    /// <summary>Matches. Returns null, or why everybody is to be matched anew.</summary>
    /// <exception cref="KnownFormatException">What is known is damaged; it, too, is a reason to match everybody anew.</exception>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        await stages.RunAsync("change-groups", Enumerable.Range(0, Match.Steps), Prepared, _ => { }, cancellationToken);
        if (Match.Settle() is { } reason)
        {
            return reason;
        }

        var found = new List<ScoredPair>();
        await stages.RunAsync("change-compare", Pieces(Match.Work, PieceRows), Compare, piece => Take(found, piece), cancellationToken);
        await stages.RunAsync("change-kept", Pieces(Match.Kept, PiecePairs), Weigh, found.AddRange, cancellationToken);
        Match.Complete(found);
        return null;
    }

    private int Prepared(int step)
    {
        Match.Prepare(step);
        return step;
    }

    private (List<ScoredPair> Found, long Compared) Compare((int From, int To) piece)
    {
        var found = new List<ScoredPair>();
        return (found, Match.Compare(piece.From, piece.To, found));
    }

    private List<ScoredPair> Weigh((int From, int To) piece)
    {
        var found = new List<ScoredPair>();
        Match.Weigh(piece.From, piece.To, found);
        return found;
    }

    private void Take(List<ScoredPair> all, (List<ScoredPair> Found, long Compared) piece)
    {
        all.AddRange(piece.Found);
        Compared += piece.Compared;
    }

    private static IEnumerable<(int From, int To)> Pieces(int count, int size)
    {
        for (var from = 0; from < count; from += size)
        {
            yield return (from, Math.Min(count, from + size));
        }
    }
}
