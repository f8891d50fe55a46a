using System.Diagnostics;
using System.Globalization;
using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.Match;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Match;

namespace ContactSync.Bench.Throughput;

/// <summary>Matching two sides of made-up people, with one worker and with two: seconds and processor time by stage, peak memory, and whether it is right.</summary>
internal static class MatchBench
{
    /// <summary>Writes the people to a file, then matches them in a process of its own for each number of workers, so that its time and memory are its own.</summary>
    public static async Task RunAsync(int left, int right, int rounds, string[] workers, TextWriter output)
    {
        using var space = new Workspace();
        var path = Path.Combine(space.Folder, "people.bin");
        MatchPeople.Write(path, left, right);
        var clusters = new HashSet<string>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var count in workers)
            {
                var child = (await Child.RunAsync("dotnet", ["exec", typeof(MatchBench).Assembly.Location, "match-file", "--path", path, "--left", $"{left}", "--right", $"{right}", "--workers", count], space.Folder)).Checked();
                output.Write(child.Out);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  process {child.CpuSeconds:0.0} CPU s, peak {child.PeakMegabytes:N0} MB"));
                clusters.Add(child.Out[child.Out.LastIndexOf("clusters ", StringComparison.Ordinal)..]);
            }
        }

        output.WriteLine(clusters.Count == 1 ? "the same clusters every time" : "THE CLUSTERS DIFFER BETWEEN RUNS");
    }

    /// <summary>Matches the people of a file, in this process.</summary>
    public static async Task FileAsync(string path, int left, int right, int workers, TextWriter output)
    {
        var pair = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers);
        var stages = new List<(string Name, double Seconds, double Cpu)>();
        var clock = Stopwatch.StartNew();
        async Task FlowAsync(Topology graph, CancellationToken ct)
        {
            var (started, before) = (clock.Elapsed.TotalSeconds, Cpu());
            await graph.RunAsync(ct);
            stages.Add((graph.Name, clock.Elapsed.TotalSeconds - started, Cpu() - before));
        }

        var options = new PeopleMatchOptions(Reference.Model(), UniqueSide.None, new PairScope(WithinLeft: true, WithinRight: false));
        using var match = new PeopleMatch(options, Reference.Lists, Nodes(workers), FlowAsync, TimeProvider.System, pair.ConcurrentScheduler);
        await match.FillAsync(_ => new MatchFile(path, left, right).ReadAsync(), CancellationToken.None);
        var (started, cpu) = (clock.Elapsed.TotalSeconds, Cpu());
        await match.FindAsync(CancellationToken.None);
        var (found, foundCpu) = (clock.Elapsed.TotalSeconds, Cpu());
        var clusters = match.Cluster();
        var (wall, spent) = (clock.Elapsed.TotalSeconds - started, Cpu() - cpu);
        stages.Add(("cluster", clock.Elapsed.TotalSeconds - found, Cpu() - foundCpu));

        var (correct, all) = Truth(clusters, left, right);
        var wrong = match.Pairs.Count(p => p.Left < left && p.Right >= left && clusters.Same(p.Left, p.Right)) - correct;
        var ci = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(ci, $"match {left:N0} x {right:N0}, {workers} workers: {wall:0.00} s wall, {spent:0.00} CPU s, {left / wall:N0} incoming/s, {(double)match.Figures.Compared / left:0.00} comparisons an incoming record, table {match.Table.Bytes / 1e6:N0} MB"));
        output.WriteLine(string.Create(ci, $"  wall (CPU) s: {string.Join(", ", stages.Select(s => string.Create(ci, $"{s.Name} {s.Seconds:0.00} ({s.Cpu:0.00})")))}"));
        output.WriteLine(string.Create(ci, $"  {string.Join(", ", match.Figures.Passes.Select(p => string.Create(ci, $"{p.Key} {p.Planned:N0} (cap {p.Cap})")))}; skipped {match.Figures.Skipped.Sum(s => (long)s.Records):N0} records"));
        output.WriteLine(string.Create(ci, $"  {match.Pairs.Count:N0} pairs kept, {correct:N0} of {all:N0} true pairs, {wrong:N0} wrong, clusters {Hash(match, clusters):x16}"));
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static ulong Hash(PeopleMatch match, Clusters clusters)
    {
        var hash = 14695981039346656037UL;
        foreach (var pair in match.Pairs)
        {
            hash = (hash ^ (uint)HashCodeOf(pair)) * 1099511628211UL;
        }

        for (var row = 0; row < clusters.Count; row++)
        {
            hash = (hash ^ (uint)clusters.Of(row)) * 1099511628211UL;
        }

        return hash;
    }

    private static int HashCodeOf(ScoredPair pair) => pair.Left ^ (pair.Right * 31) ^ (pair.Weight * 1009) ^ (pair.Pass << 28);

    private static (long Correct, long All) Truth(Clusters clusters, int left, int right)
    {
        long correct = 0, all = 0;
        for (var row = 0; row < right; row++)
        {
            if (MatchPeople.PersonOfRight(row, left) is var person && person < left)
            {
                all++;
                correct += clusters.Same((int)person, left + row) ? 1 : 0;
            }
        }

        return (correct, all);
    }

    /// <summary>Nodes that wide.</summary>
    internal static DataflowOptions Nodes(int workers)
    {
        var node = new NodeOptions(1, 4 * workers);
        var wide = node with { Parallelism = workers };
        return new DataflowOptions(node, wide, node, wide, wide, node);
    }
}
