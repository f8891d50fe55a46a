using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Match;
using ContactSync.Reporting;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;

namespace ContactSync.Review;

/// <summary>What the verbs of <c>review</c>, and <c>explain A B</c>, do.</summary>
public static class ReviewAction
{
    public static async Task<ExitCode> ListAsync(SyncConfig config, int first, int skip, bool json, VerbCall call, CancellationToken cancellationToken)
    {
        using var session = await OpenAsync(config, cancellationToken);
        var open = session.Open(cancellationToken).ToList();
        var shown = open.Skip(skip).Take(first).ToList();
        var reason = "";
        foreach (var pair in shown)
        {
            if (!json && pair.Reason != reason)
            {
                reason = pair.Reason;
                await call.Out.WriteLineAsync(reason);
            }

            await call.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(new { left = pair.Left, right = pair.Right, bits = pair.Pair.Weight / 100.0, stake = Word(pair.Stake), reason = pair.Reason })
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pair.Pair.Weight / 100.0,6:0.0}  {pair.Left,-22}  {session.People.Who(pair.Left)}\n{"",6}  {pair.Right,-22}  {session.People.Who(pair.Right)}"));
        }

        if (!json)
        {
            Foot(open, shown, skip, session.Log, call.Out);
            await ReportAsync(session.Log, call);
        }

        return ExitCode.Done;
    }

    public static async Task<ExitCode> ShowAsync(SyncConfig config, string left, string right, bool json, VerbCall call, CancellationToken cancellationToken)
    {
        using var session = await OpenAsync(config, cancellationToken);
        var pair = session.Pair(left, right);
        if (!json)
        {
            await call.Out.WriteAsync(new PairCard(session, pair).ToText());
            return ExitCode.Done;
        }

        var findings = new Finding[PairComparer.FindingCount];
        var total = session.Match.Comparer.Compare(session.Match.Table[pair.Pair.Left], session.Match.Table[pair.Pair.Right], findings);
        await call.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            left = pair.Left,
            right = pair.Right,
            key = pair.Pair.Pass < 0 ? null : session.Match.Index.Keys[pair.Pair.Pass].Name,
            total,
            match_from = session.Match.Lines.Match,
            review_from = session.Match.Lines.Review,
            verdict = pair.Reason,
            findings = findings.Where(f => f.Level != Level.Missing).Select(f => new { field = ComparisonWords.Of(f.Comparison), level = ComparisonWords.Of(f.Level), weight = f.Weight }),
            rules = session.Rules is { } rules ? new RuleReasons(session.Match, rules).All(pair.Pair) : null,
            runner_up = session.RunnerUp(pair.Pair) is { } other ? new { left = session.People.Keys[other.Left], right = session.People.Keys[other.Right], total = other.Weight } : null,
        }));
        return ExitCode.Done;
    }

    public static async Task<ExitCode> JudgeAsync(SyncConfig config, string left, string right, bool same, string? note, VerbCall call, CancellationToken cancellationToken)
    {
        using var session = await OpenAsync(config, cancellationToken);
        var pair = session.Pair(left, right);
        session.Log.Append([Judgement.Of(pair.Left, pair.Right, same, Environment.UserName, TimeProvider.System.GetUtcNow(), pair.Pair.Weight, note)]);
        await call.Out.WriteLineAsync($"{pair.Left} and {pair.Right} are {(same ? "the same" : "different")}, from now on");
        await ReportAsync(session.Log, call);
        return ExitCode.Done;
    }

    public static async Task<ExitCode> ExportAsync(SyncConfig config, string file, bool html, int first, VerbCall call, CancellationToken cancellationToken)
    {
        using var session = await OpenAsync(config, cancellationToken);
        var open = session.Open(cancellationToken).ToList();
        var pairs = open.Take(first).ToList();
        await File.WriteAllTextAsync(file, html ? ReviewFiles.Html(session, pairs, open.Count) : ReviewFiles.Csv(session, pairs), new UTF8Encoding(false), cancellationToken);
        await call.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file}  {pairs.Count:N0} of {open.Count:N0} pairs{(pairs.Count < open.Count ? $", most useful first; all: --first {open.Count}" : "")}"));
        return ExitCode.Done;
    }

    public static async Task<ExitCode> ImportAsync(SyncConfig config, string file, VerbCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!File.Exists(file))
        {
            throw new UserException("There is no such file.", file, "Make one with: contact-sync review export", ExitCode.Configuration);
        }

        IReadOnlyList<ReviewDecision> decisions;
        using (var history = ReviewSession.HistoryOf(config.Pipeline.Runs.Path))
        {
            decisions = ReviewImport.Read(file, history, cancellationToken);
        }

        var log = ReviewSession.LogOf(config.Pipeline.State.Path);
        var before = log.Current();
        var now = TimeProvider.System.GetUtcNow();
        log.Append(decisions.Select(d => Judgement.Of(d.Left, d.Right, d.Same, Environment.UserName, now)));
        var turned = decisions.Count(d => before.TryGetValue((d.Left, d.Right), out var said) && said.Same != d.Same);
        await call.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{decisions.Count(d => d.Same):N0} the same, {decisions.Count(d => !d.Same):N0} different, from now on{(turned > 0 ? $"; {turned:N0} of them the opposite of what was said before" : "")}"));
        await ReportAsync(log, call);
        return ExitCode.Done;
    }

    private static Task<ReviewSession> OpenAsync(SyncConfig config, CancellationToken cancellationToken) =>
        ReviewSession.OpenAsync(config.Pipeline, UniqueSide.None, config.Profile.Identify.Rules.Count == 0 ? null : RuleCheck.Of(config.Profile), cancellationToken);

    private static void Foot(List<ReviewPair> open, List<ReviewPair> shown, int skip, JudgementLog log, TextWriter output)
    {
        var judged = log.Current().Values;
        var kinds = string.Join(", ", open.GroupBy(p => p.Stake).OrderBy(g => g.Key).Select(g => $"{Plain.Count(g.Count())} {Word(g.Key)}"));
        var range = shown.Count == 0 ? "none" : $"{Plain.Count(skip + 1)} to {Plain.Count(skip + shown.Count)}";
        var foot = $"({range} of {Plain.Count(open.Count)} pairs{(kinds.Length > 0 ? $": {kinds}" : "")}; judged: {Plain.Count(judged.Count(j => j.Same))} the same, {Plain.Count(judged.Count(j => !j.Same))} different)";
        foreach (var line in Lines.Broken(foot, Terminal.Columns(output) ?? int.MaxValue))
        {
            output.WriteLine(line);
        }

        var screen = Screen.On(output);
        if (skip + shown.Count < open.Count)
        {
            screen.Line("more", $"contact-sync review list --skip {(skip + shown.Count).ToString(CultureInfo.InvariantCulture)}");
        }

        if (shown.Count > 0)
        {
            screen.Lines("next", [$"contact-sync review show {shown[0].Left} {shown[0].Right}", "contact-sync review export pairs.csv    decide in a spreadsheet"]);
        }
    }

    private static string Word(ReviewStake stake) => stake switch
    {
        ReviewStake.Waiting => "waiting in a run",
        ReviewStake.Across => "across the two sides",
        ReviewStake.Within => "within one side",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task ReportAsync(JudgementLog log, VerbCall call)
    {
        foreach (var contradiction in log.Contradictions())
        {
            await call.Err.WriteLineAsync(
                $"contradiction: {string.Join(" = ", contradiction.Path)}, but {contradiction.Apart.Left} and {contradiction.Apart.Right} are said to differ; judge one of these pairs again");
        }
    }
}
