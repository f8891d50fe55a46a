using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContactSync.Match;
using ContactSync.Runs;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Known;
using ContactSync.Transforms.Match;

namespace ContactSync.Bench.Throughput;

/// <summary>
/// A few changes against what is known. What is known is written once, in a process of its own that is not counted; then a process each opens the file and matches: new records of the left
/// where nobody of the left is known, otherwise known ones with their mistakes mended.
/// </summary>
internal static class ChangesBench
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static async Task RunAsync(int left, int right, int knownLeft, int rounds, string[] workers, TextWriter output)
    {
        using var space = new Workspace();
        var (people, changes, known) = (Path.Combine(space.Folder, "people.bin"), Path.Combine(space.Folder, "changes.bin"), Path.Combine(space.Folder, "known.people"));
        MatchPeople.Write(people, knownLeft, right, Math.Max(left, knownLeft));
        MatchPeople.Write(changes, left, isLeft: knownLeft == 0);
        async Task<ChildResult> ChildAsync(params string[] args) =>
            (await Child.RunAsync("dotnet", ["exec", typeof(ChangesBench).Assembly.Location, .. args, "--known", known], space.Folder)).Checked();

        var built = await ChildAsync("match-known-file", "--path", people, "--left", $"{knownLeft}", "--right", $"{right}");
        output.Write(built.Out);
        output.WriteLine(string.Create(Invariant, $"  process {built.Seconds:0.0} s wall, {built.CpuSeconds:0.0} CPU s, peak {built.PeakMegabytes:N0} MB; file {new FileInfo(known).Length / 1e6:N0} MB"));
        File.Delete(people);
        var results = new HashSet<string>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var count in workers)
            {
                var child = await ChildAsync("match-changes-file", "--path", changes, "--left", $"{left}", "--workers", count);
                output.Write(child.Out);
                output.WriteLine(string.Create(Invariant, $"  process {child.Seconds:0.00} s wall, {child.CpuSeconds:0.00} CPU s, peak {child.PeakMegabytes:N0} MB, pages of the file among them"));
                results.Add(child.Out[child.Out.LastIndexOf("pairs ", StringComparison.Ordinal)..]);
            }
        }

        output.WriteLine(results.Count == 1 ? "the same pairs and clusters every time" : "THE PAIRS DIFFER BETWEEN RUNS");
    }

    /// <summary>Writes what is known, in this process.</summary>
    public static async Task KnownAsync(string path, string known, int left, int right, TextWriter output)
    {
        var model = Reference.Model();
        var options = new PeopleMatchOptions(model, UniqueSide.None, new PairScope(false, false), Slack: KnownMatchOptions.DefaultSlack);
        using var match = new PeopleMatch(options, Reference.Lists, MatchBench.Nodes(2), (graph, ct) => graph.RunAsync(ct), TimeProvider.System);
        await match.FillAsync(_ => new MatchFile(path, left, right).ReadAsync(), CancellationToken.None);
        var keptFrom = 0;
        if (left > 0)
        {
            await match.FindAsync(CancellationToken.None);
            keptFrom = match.Lines.Review - KnownMatchOptions.DefaultSlack;
        }

        var clock = Stopwatch.StartNew();
        var table = new KnownTable(match.Table);
        for (var row = 0; row < left + right; row++)
        {
            table.Add(row < left, Id(row < left ? row : row - left), takesPart: true);
        }

        var writer = new KnownWriter(table, new KeyMaker(Reference.Lists.Nicknames), new KnownOptions(model.Hash, model.Model.Keys, keptFrom));
        KnownFile.Write(new DiskFiles(), known, writer, match.Pairs);
        output.WriteLine(string.Create(Invariant, $"known: {left:N0} of the left, {right:N0} of the right, {match.Pairs.Count:N0} pairs kept; keys and file made in {clock.Elapsed.TotalSeconds:0.0} s"));
    }

    /// <summary>Opens what is known and matches the changes of a file, in this process.</summary>
    public static async Task FileAsync(string path, string known, int left, int workers, TextWriter output)
    {
        var model = Reference.Model();
        var lists = Reference.Lists;
        var pair = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers);
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var stages = new List<string>();
        void Stage(string name) => stages.Add(string.Create(Invariant, $"{name} {clock.Elapsed.TotalSeconds:0.000}"));

        using var file = KnownFile.TryOpen(known, model.Hash, out var reason) ?? throw new InvalidOperationException(reason);
        Stage("open");
        using var incoming = new PeopleMatch(new PeopleMatchOptions(model), lists, MatchBench.Nodes(workers), (graph, ct) => graph.RunAsync(ct), TimeProvider.System, pair.ConcurrentScheduler);
        await incoming.FillAsync(_ => new MatchFile(path, left, 0).ReadAsync(), CancellationToken.None);
        Stage("normalise");
        var added = new KnownTable(incoming.Table);
        var changes = new KnownChanges(file.People, added);
        for (var row = 0; row < left; row++)
        {
            added.Add(isLeft: true, Id(row), takesPart: true);
            if (file.People.Find(isLeft: true, Id(row)) is >= 0 and var before)
            {
                changes.Remove(before);
            }
        }

        Stage("ids");
        var match = new ChangeMatch(changes, new KnownMatchOptions(model.Model, lists.Nicknames, UniqueSide.Both), new Stages(MatchBench.Nodes(workers), async (graph, ct) =>
        {
            await graph.RunAsync(ct);
            Stage(graph.Name);
        }, TimeProvider.System, pair.ConcurrentScheduler));
        if (await match.RunAsync(CancellationToken.None) is { } anew)
        {
            output.WriteLine($"everybody is to be matched anew: {anew}\n  pairs none");
            return;
        }

        Stage("sort");
        var clusters = new KnownClusters(changes, match.Match);
        var (seconds, spent) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        Stage("cluster");
        var pairs = match.Match.Pairs.Where(p => p.Weight >= match.Match.Lines.Review).ToList();
        var same = pairs.Where(p => clusters.Same(p.Left, p.Right)).ToList();
        var hash = pairs.Aggregate(14695981039346656037UL, (h, p) => (h ^ (uint)(p.Left ^ (p.Right * 31) ^ (p.Weight * 1009) ^ (p.Pass << 28) ^ (clusters.Same(p.Left, p.Right) ? 1 : 0))) * 1099511628211UL);
        output.WriteLine(string.Create(Invariant, $"{changes.Added.Count:N0} changes against {file.People.Count:N0} known, {workers} workers: {seconds:0.00} s wall, {spent:0.00} CPU s from opening to clusters, {match.Compared:N0} comparisons, {match.Match.Work - changes.Added.Count:N0} known records regrouped"));
        output.WriteLine($"  s so far: {string.Join(", ", stages)}");
        output.WriteLine(string.Create(Invariant, $"  pairs {pairs.Count:N0}, {same.Count:N0} taken for one, {same.Count(p => IsTrue(changes, p)):N0} rightly, {hash:x16}"));
    }

    private static byte[] Id(int row) => Encoding.ASCII.GetBytes(string.Create(Invariant, $"003{row:D12}AAA"));

    /// <summary>The number of a record is in its id, and says which person it is.</summary>
    private static bool IsTrue(KnownChanges changes, ScoredPair pair)
    {
        var people = Math.Max(changes.Added.Count, changes.Known.LeftCount);
        return Number(changes[pair.Left]) == MatchPeople.PersonOfRight((int)Number(changes[pair.Right]), people);
    }

    private static long Number(KnownRecord record) => long.Parse(record.Id[3..15], Invariant);
}
