using System.Diagnostics;
using System.Globalization;
using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.Match;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;

namespace ContactSync.Bench.Throughput;

/// <summary>Matching two sides of made-up people, with one worker and with two: seconds by stage, processor time, peak memory, and whether it is right.</summary>
internal static class MatchBench
{
    public static async Task RunAsync(int left, int right, int rounds, string[] workers, TextWriter output)
    {
        var hashes = new HashSet<ulong>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var count in workers.Select(w => int.Parse(w, CultureInfo.InvariantCulture)))
            {
                hashes.Add(await OnceAsync(left, right, count, output));
                GC.Collect();
            }
        }

        output.WriteLine(hashes.Count == 1 ? "the same clusters every time" : "THE CLUSTERS DIFFER BETWEEN RUNS");
    }

    private static async Task<ulong> OnceAsync(int left, int right, int workers, TextWriter output)
    {
        var people = new MatchPeople(left, right);
        var pair = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers);
        var stages = new List<(string Name, double Seconds)>();
        var clock = Stopwatch.StartNew();
        async Task FlowAsync(Topology graph, CancellationToken ct)
        {
            var started = clock.Elapsed.TotalSeconds;
            await graph.RunAsync(ct);
            stages.Add((graph.Name, clock.Elapsed.TotalSeconds - started));
        }

        var options = new PeopleMatchOptions(Reference.Model(), UniqueSide.None, new PairScope(WithinLeft: true, WithinRight: false));
        using var match = new PeopleMatch(options, Reference.Lists, Nodes(workers), FlowAsync, TimeProvider.System, pair.ConcurrentScheduler);
        await match.FillAsync(_ => people.ReadAsync(), CancellationToken.None);
        var (started, cpu) = (clock.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds);
        await match.FindAsync(CancellationToken.None);
        var found = clock.Elapsed.TotalSeconds;
        var clusters = match.Cluster();
        var (wall, spent) = (clock.Elapsed.TotalSeconds - started, Environment.CpuUsage.TotalTime.TotalSeconds - cpu);
        stages.Add(("cluster", clock.Elapsed.TotalSeconds - found));

        var (correct, all) = Truth(people, clusters, left, right);
        var wrong = match.Pairs.Count(p => p.Left < left && p.Right >= left && clusters.Same(p.Left, p.Right)) - correct;
        var (ci, peak) = (CultureInfo.InvariantCulture, Process.GetCurrentProcess().PeakWorkingSet64 / 1e6);
        output.WriteLine(string.Create(ci, $"match {left:N0} x {right:N0}, {workers} workers: {wall:0.00} s wall, {spent:0.00} CPU s, {left / wall:N0} incoming/s, {(double)match.Figures.Compared / left:0.00} comparisons an incoming record, table {match.Table.Bytes / 1e6:N0} MB, peak {peak:N0} MB"));
        output.WriteLine(string.Create(ci, $"  {string.Join(", ", stages.Select(s => $"{s.Name} {s.Seconds:0.00} s"))}"));
        output.WriteLine(string.Create(ci, $"  {string.Join(", ", match.Figures.Passes.Select(p => $"{p.Key} {p.Planned:N0} (cap {p.Cap})"))}; skipped {match.Figures.Skipped.Sum(s => (long)s.Records):N0} records"));
        output.WriteLine(string.Create(ci, $"  {correct:N0} of {all:N0} true pairs, {wrong:N0} wrong"));
        var hash = 14695981039346656037UL;
        for (var row = 0; row < clusters.Count; row++)
        {
            hash = (hash ^ (uint)clusters.Of(row)) * 1099511628211UL;
        }

        return hash;
    }

    private static (long Correct, long All) Truth(MatchPeople people, Clusters clusters, int left, int right)
    {
        long correct = 0, all = 0;
        for (var row = 0; row < right; row++)
        {
            if (people.PersonOfRight(row) is var person && person < left)
            {
                all++;
                correct += clusters.Same((int)person, left + row) ? 1 : 0;
            }
        }

        return (correct, all);
    }

    private static DataflowOptions Nodes(int workers)
    {
        var node = new NodeOptions(1, 4 * workers);
        var wide = node with { Parallelism = workers };
        return new DataflowOptions(node, wide, node, wide, wide, node);
    }
}
