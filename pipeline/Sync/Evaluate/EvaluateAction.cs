using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.Match;
using ContactSync.Transforms.Cluster;

namespace ContactSync.Evaluate;

/// <summary>What <c>evaluate</c> was asked for; paths are absolute.</summary>
public sealed record EvaluateRequest(
    string? Records, string? Right, string? Truth, string? Mapping, string? Pairs, string? Model, UniqueSide Unique, string? Out, int Errors, bool Json, long MaxComparisons = PeopleMatchOptions.DefaultMaxComparisons, string? Rules = null);

/// <summary>Matches a labelled file by the code and graphs that <c>review</c> and <c>explain</c> match the runs' records by, seals what it decided, and only then opens the truth.</summary>
public static class EvaluateAction
{
    public static async Task<ExitCode> RunAsync(EvaluateRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(call);
        if (request.Pairs is not null)
        {
            return await NamePairsAction.RunAsync(request, call, cancellationToken);
        }

        if (request.Records is null)
        {
            throw new UserException("There is nothing to evaluate.", "evaluate", "Name a file with --records, or with --pairs.", ExitCode.Configuration);
        }

        var model = Reference.ModelNamed(request.Model);
        var rules = request.Rules is null ? null : RulesFile.Read(request.Rules);
        var left = PeopleFile.Open(request.Records, request.Mapping);
        var right = request.Right is null ? null : PeopleFile.Open(request.Right, request.Mapping, mayCount: true);
        var options = new PeopleMatchOptions(model, request.Unique, MaxComparisons: request.MaxComparisons, Rules: rules?.Rules);
        using var match = new PeopleMatch(options, Reference.Lists, Nodes, (graph, ct) => graph.RunAsync(ct), TimeProvider.System);
        await match.FillAsync(ct => ReadAsync(left, right, ct), cancellationToken);
        await match.FindAsync(cancellationToken);
        var clusters = match.Cluster();
        var ids = Names(left.Ids, right?.Ids ?? []);
        var seal = Seal(match, clusters, ids, request.Out);

        var truth = request.Truth is null ? null : Truth.Read(request.Truth, left.Ids, right?.Ids ?? []);
        var report = new EvaluateReport(match, clusters, ids, rules?.Hash ?? model.Hash, seal, truth is null ? null : new Evaluation(match, clusters, truth), truth?.Unknown ?? 0, left.Faults + (right?.Faults ?? 0), request.Errors);
        await call.Out.WriteAsync(request.Json ? report.ToJson() : report.ToText());
        return ExitCode.Done;
    }

    /// <summary>What <c>weights train</c> does: matches by the shipped model and learns from that.</summary>
    public static async Task<ExitCode> TrainAsync(string records, string? mapping, string file, VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var people = PeopleFile.Open(records, mapping);
        using var match = new PeopleMatch(new PeopleMatchOptions(Reference.Model()), Reference.Lists, Nodes, (graph, ct) => graph.RunAsync(ct), TimeProvider.System);
        await match.FillAsync(ct => ReadAsync(people, null, ct), cancellationToken);
        await match.FindAsync(cancellationToken);
        var trained = new Weights.WeightTraining(match).Train(Reference.ModelText);
        await File.WriteAllTextAsync(file, trained, cancellationToken);
        await call.Out.WriteLineAsync($"{file}  from {match.Table.Count:N0} records and {match.Pairs.Count:N0} pairs; measure it with: contact-sync evaluate --model {file} --records ... --truth ...");
        return ExitCode.Done;
    }

    /// <summary>What records are called in what is sealed and explained: their keys, with their side where both files have a key.</summary>
    private static List<string> Names(List<string> left, List<string> right) =>
        left.Intersect(right, StringComparer.Ordinal).Any() ? [.. left.Select(id => $"left:{id}"), .. right.Select(id => $"right:{id}")] : [.. left, .. right];

    /// <summary>Two workers a stage at least: the result does not hang on it.</summary>
    private static DataflowOptions Nodes { get; } = Workers(Math.Max(2, Environment.ProcessorCount));

    internal static DataflowOptions Workers(int workers)
    {
        var node = new NodeOptions(1, 4 * workers);
        return new DataflowOptions(node, node with { Parallelism = workers }, node, node with { Parallelism = workers }, node with { Parallelism = workers }, node);
    }

    /// <summary>Two files are two sides. One file with two sources is, too; with more, or one, it is one side.</summary>
    private static async IAsyncEnumerable<PeopleBatch> ReadAsync(
        PeopleFile left, PeopleFile? right, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = Nodes.Extract.BatchRows;
        var sources = right is null ? left.Sources() : [];
        if (sources.Count == 2)
        {
            await foreach (var batch in left.ReadAsync(rows, sources[0], true, cancellationToken))
            {
                yield return batch;
            }
        }

        var rest = sources.Count == 2 ? sources[1] : null;
        await foreach (var batch in left.ReadAsync(rows, rest, rest is null, cancellationToken))
        {
            yield return batch;
        }

        if (right is null)
        {
            yield break;
        }

        await foreach (var batch in right.ReadAsync(rows, null, false, cancellationToken))
        {
            yield return batch;
        }
    }

    /// <summary>Pairs and clusters as text, byte for byte the same for the same records; its hash, and the files where a folder is named.</summary>
    private static string Seal(PeopleMatch match, Clusters clusters, List<string> ids, string? folder)
    {
        var pairs = new StringBuilder("left,right,weight,key\n");
        foreach (var line in match.Pairs
            .Select(p => string.CompareOrdinal(ids[p.Left], ids[p.Right]) <= 0 ? (First: ids[p.Left], Second: ids[p.Right], p) : (First: ids[p.Right], Second: ids[p.Left], p))
            .OrderBy(p => p.First, StringComparer.Ordinal).ThenBy(p => p.Second, StringComparer.Ordinal))
        {
            pairs.Append(CultureInfo.InvariantCulture, $"{line.First},{line.Second},{line.p.Weight},{match.Index.Keys[line.p.Pass].Name}\n");
        }

        var names = Enumerable.Range(0, ids.Count).GroupBy(clusters.Of).ToDictionary(g => g.Key, g => g.Select(r => ids[r]).Min(StringComparer.Ordinal));
        var sealedClusters = new StringBuilder("id,cluster\n");
        foreach (var row in Enumerable.Range(0, ids.Count).OrderBy(r => ids[r], StringComparer.Ordinal))
        {
            sealedClusters.Append(CultureInfo.InvariantCulture, $"{ids[row]},{names[clusters.Of(row)]}\n");
        }

        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "pairs.csv"), pairs.ToString());
            File.WriteAllText(Path.Combine(folder, "clusters.csv"), sealedClusters.ToString());
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{pairs}{sealedClusters}")))[..16];
    }
}
