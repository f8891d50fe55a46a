using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Match;
using ContactSync.Runs;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;

namespace ContactSync.Review;

/// <summary>What hangs on a pair, most first.</summary>
public enum ReviewStake
{
    /// <summary>A run has left a record of it to people: nothing is written to that one until it is decided.</summary>
    Waiting,

    /// <summary>A supporter and a Contact: decided, runs pair them or keep them apart.</summary>
    Across,

    /// <summary>Two records of one side: to be merged there, by people.</summary>
    Within,
}

/// <summary>A pair a person should look at: why it is not decided, what was found and what hangs on it.</summary>
public sealed record ReviewPair(string Left, string Right, ScoredPair Pair, string Reason, ReviewStake Stake);

/// <summary>
/// The records as the runs last saw them, matched anew with the judgements of people in force: said to be the same they are one whatever they hold, said to
/// differ they never are.
/// </summary>
public sealed class ReviewSession : IDisposable
{
    private readonly History _history;

    private ReviewSession(History history, RunPeople people, PeopleMatch match, Clusters clusters, JudgementLog log) =>
        (_history, People, Match, Clusters, Log) = (history, people, match, clusters, log);

    /// <summary>The records.</summary>
    public RunPeople People { get; }

    /// <summary>How they were matched.</summary>
    public PeopleMatch Match { get; }

    /// <summary>Who is one person.</summary>
    public Clusters Clusters { get; }

    /// <summary>The judgements.</summary>
    public JudgementLog Log { get; }

    /// <summary>What the profile's rules say of pairs; null where it has none.</summary>
    public RuleComparer? Rules { get; private init; }

    /// <summary>Where the log of a state folder is.</summary>
    public static JudgementLog LogOf(string stateRoot) => new(Path.Combine(stateRoot, "judgements.jsonl"));

    /// <summary>The history of a runs folder. Throws <see cref="UserException"/> where there is none.</summary>
    public static History HistoryOf(string runsRoot) => History.Open(runsRoot)
        ?? throw new UserException("There is no history yet: no run has sealed anything.", runsRoot, "Make one with: contact-sync run", ExitCode.Configuration);

    /// <summary>Matches what the runs have extracted.</summary>
    public static async Task<ReviewSession> OpenAsync(PipelineOptions pipeline, UniqueSide unique, RuleSet? rules, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var (runsRoot, stateRoot) = (pipeline.Runs.Path, pipeline.State.Path);
        var history = HistoryOf(runsRoot);
        var people = new RunPeople(history);
        var match = new PeopleMatch(
            new PeopleMatchOptions(Reference.ModelNamed(pipeline.Match.Model), unique, MaxComparisons: pipeline.Match.MaxComparisons), Reference.Lists, pipeline.Dataflow, (graph, ct) => graph.RunAsync(ct), TimeProvider.System);
        await match.FillAsync(people.ReadAsync, cancellationToken);
        await match.FindAsync(cancellationToken);
        var log = LogOf(stateRoot);
        AddJudged(match, people, log);
        return new ReviewSession(history, people, match, match.Cluster(Judged(people, log)), log) { Rules = rules is null ? null : new RuleComparer(rules, Reference.Lists.Nicknames) };
    }

    /// <summary>Pairs that wait in a run, then those that neither evidence nor a person has decided; of each kind most evidence first.</summary>
    public IEnumerable<ReviewPair> Open(CancellationToken cancellationToken)
    {
        var current = Log.Current();
        var ambiguous = Clusters.Ambiguous.ToHashSet();
        var waiting = Waiting.Pairs(_history, cancellationToken).Where(w => People.Rows.ContainsKey(w.One) && People.Rows.ContainsKey(w.Other))
            .Select(w => Pair(w.One, w.Other) with { Reason = w.Reason, Stake = ReviewStake.Waiting }).Where(p => !current.ContainsKey(Keys(p.Pair))).ToList();
        var listed = waiting.Select(p => Keys(p.Pair)).ToHashSet();
        return Match.Pairs
            .Where(p => !Clusters.Same(p.Left, p.Right) && !current.ContainsKey(Keys(p)) && !listed.Contains(Keys(p)) && !IsLinked(p))
            .Select(p => new ReviewPair(People.Keys[p.Left], People.Keys[p.Right], p, Reason(p, ambiguous), Stake(p)))
            .Concat(waiting)
            .OrderBy(p => p.Stake).ThenByDescending(p => p.Pair.Weight).ThenBy(p => p.Left, StringComparer.Ordinal).ThenBy(p => p.Right, StringComparer.Ordinal);
    }

    /// <summary>The pair of two keys, weighed whether or not a key brought them together. A key may lack its side: 17 for local:17.</summary>
    public ReviewPair Pair(string one, string other)
    {
        var (left, right) = (Row(one), Row(other));
        if (left == right)
        {
            throw new UserException("Both keys name one record.", People.Keys[left], "Name two; list pairs with: contact-sync review list", ExitCode.Configuration);
        }

        (left, right) = left < right ? (left, right) : (right, left);
        var pair = new ScoredPair(left, right, Match.Comparer.Score(Match.Table[left], Match.Table[right]), Match.Index.FirstPass(left, right));
        var reason = Log.Current().TryGetValue(Keys(pair), out var judged) ? judged.Same ? "judged the same" : "judged different"
            : Clusters.Same(left, right) ? "taken for one person" : Reason(pair, Clusters.Ambiguous.ToHashSet());
        return new ReviewPair(People.Keys[left], People.Keys[right], pair, reason, Stake(pair));
    }

    /// <summary>The best other partner of either record, or null.</summary>
    public ScoredPair? RunnerUp(ScoredPair pair) => Match.Pairs
        .Where(p => p.Weight < int.MaxValue / 4 && p != pair && (p.Left == pair.Left || p.Right == pair.Left || p.Left == pair.Right || p.Right == pair.Right) && (p.Left, p.Right) != (pair.Left, pair.Right))
        .OrderByDescending(p => p.Weight).ThenBy(p => p.Left).ThenBy(p => p.Right).Select(p => (ScoredPair?)p).FirstOrDefault();

    public void Dispose()
    {
        Match.Dispose();
        _history.Dispose();
    }

    private (string Left, string Right) Keys(ScoredPair pair)
    {
        var (left, right) = (People.Keys[pair.Left], People.Keys[pair.Right]);
        return string.CompareOrdinal(left, right) <= 0 ? (left, right) : (right, left);
    }

    private bool IsLinked(ScoredPair pair) => People.Links[pair.Left] is { } link && People.Keys[pair.Right] == $"org:{link}";

    private ReviewStake Stake(ScoredPair pair) =>
        People.Keys[pair.Left].StartsWith("local:", StringComparison.Ordinal) != People.Keys[pair.Right].StartsWith("local:", StringComparison.Ordinal) ? ReviewStake.Across : ReviewStake.Within;

    private string Reason(ScoredPair pair, HashSet<(int, int)> ambiguous) =>
        ambiguous.Contains((pair.Left, pair.Right)) ? "another is as good"
        : pair.Weight >= Match.Lines.Match ? "alike, but not those who are taken for one with them"
        : pair.Weight >= Match.Lines.Review ? "not certain" : "too little evidence";

    private int Row(string key) =>
        People.Rows.TryGetValue(key, out var row) || People.Rows.TryGetValue($"local:{key}", out row) || People.Rows.TryGetValue($"org:{key}", out row)
            ? row
            : throw new UserException("No run has seen such a record.", key, "A record key is local:<supporter> or org:<Contact Id>; list pairs with: contact-sync review list", ExitCode.Configuration);

    /// <summary>A pair said to be the same stands among the pairs, so that its records meet however little they share.</summary>
    private static void AddJudged(PeopleMatch match, RunPeople people, JudgementLog log)
    {
        foreach (var judgement in log.Current().Values.Where(j => j.Same))
        {
            if (people.Rows.TryGetValue(judgement.Left, out var left) && people.Rows.TryGetValue(judgement.Right, out var right))
            {
                match.Pairs.Add(new ScoredPair(Math.Min(left, right), Math.Max(left, right), int.MaxValue / 4, match.Index.FirstPass(left, right)));
            }
        }
    }

    private static Func<int, int, bool?>? Judged(RunPeople people, JudgementLog log)
    {
        var current = log.Current();
        if (current.Count == 0)
        {
            return null;
        }

        return (left, right) =>
        {
            var (one, other) = (people.Keys[left], people.Keys[right]);
            return current.TryGetValue(string.CompareOrdinal(one, other) <= 0 ? (one, other) : (other, one), out var judgement) ? judgement.Same : null;
        };
    }
}
