using ContactSync.Config;
using ContactSync.Dataflow;

namespace ContactSync.Match;

/// <summary>Stages of matching, each a graph: items worked on side by side, results taken one by one in the items' order. All of one stage has ended before the next begins.</summary>
/// <param name="dataflow">How wide the graphs are.</param>
/// <param name="flow">Runs a graph.</param>
/// <param name="clock">Measures its nodes.</param>
/// <param name="scheduler">Where its nodes work; null for the usual place.</param>
public sealed class Stages(DataflowOptions dataflow, Func<Topology, CancellationToken, Task> flow, TimeProvider clock, TaskScheduler? scheduler = null)
{
    /// <summary>One stage.</summary>
    public async Task RunAsync<TItem, TResult>(string name, IEnumerable<TItem> items, Func<TItem, TResult> work, Action<TResult> take, CancellationToken cancellationToken)
    {
        var graph = new Topology(name, scheduler, clock);
        var source = graph.Source($"{name}-work", ct => AsAsync(items), dataflow.Candidates);
        var worker = graph.Transform<TItem, TResult>(name, (item, _) => ValueTask.FromResult(work(item)), dataflow.Score);
        var sink = graph.Sink<TResult>(
            $"{name}-done", (result, _) =>
            {
                take(result);
                return ValueTask.CompletedTask;
            },
            dataflow.Snapshot with { Parallelism = 1 });
        graph.Link(source, worker);
        graph.Link(worker, sink);
        await flow(graph, cancellationToken);
    }

    private static async IAsyncEnumerable<T> AsAsync<T>(IEnumerable<T> items)
    {
        await Task.Yield();
        foreach (var item in items)
        {
            yield return item;
        }
    }
}
