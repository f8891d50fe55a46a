using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using ContactSync.Dataflow;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Bench.Subjects;

/// <summary>What the graph costs: the same stages (a source of batches, normalise, read) as nodes and called in a loop.</summary>
[MemoryDiagnoser]
public class GraphSubject
{
    private SamplePeople _people = null!;
    private Normalizer _normalizer = null!;

    [Params(100_000)]
    public int Rows { get; set; }

    /// <summary>Times the rows are sent through in one call: the clock of processor time ticks in hundredths of a second, so a call must take seconds.</summary>
    public int Passes { get; set; } = 1;

    [GlobalSetup]
    public void Setup()
    {
        _people = SamplePeople.Make(Rows);
        _normalizer = new Normalizer(new NormalizeOptions(_people.Schema));
    }

    /// <summary>Through a topology, one worker a node; returns the bytes of the normalised values.</summary>
    [Benchmark]
    public async Task<long> Graph()
    {
        long bytes = 0;
        var graph = new Topology("bench");
        var one = new NodeOptions(Parallelism: 1, Capacity: 4);
        var source = graph.Source("batches", BatchesAsync, one, (RecordBatch b) => b.RowCount);
        var normalise = graph.Transform<RecordBatch, RecordBatch>("normalise", (b, _) => ValueTask.FromResult(Normalise(b)), one, b => b.RowCount, b => b.Release());
        var sink = graph.Sink<RecordBatch>(
            "read",
            (b, _) =>
            {
                bytes += Take(b);
                return ValueTask.CompletedTask;
            },
            one,
            b => b.RowCount,
            b => b.Release());
        graph.Link(source, normalise);
        graph.Link(normalise, sink);
        await graph.RunAsync(CancellationToken.None);
        return bytes;
    }

    /// <summary>The same calls in a loop; returns the same.</summary>
    [Benchmark(Baseline = true)]
    public async Task<long> Inline()
    {
        long bytes = 0;
        await foreach (var batch in BatchesAsync(CancellationToken.None))
        {
            bytes += Take(Normalise(batch));
        }

        return bytes;
    }

    private async IAsyncEnumerable<RecordBatch> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var batch in _people.Batches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return batch.Retain();
            }
        }

        await Task.CompletedTask;
    }

    private RecordBatch Normalise(RecordBatch raw)
    {
        try
        {
            return _normalizer.Apply(raw);
        }
        finally
        {
            raw.Release();
        }
    }

    private static long Take(RecordBatch batch)
    {
        long bytes = 0;
        for (var i = 0; i < batch.Schema.Columns.Length; i++)
        {
            bytes += batch.At(i) is TextColumn text ? text.Bytes.Length : 0;
        }

        batch.Release();
        return bytes;
    }
}
