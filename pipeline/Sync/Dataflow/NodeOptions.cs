namespace ContactSync.Dataflow;

/// <summary>How one node of a topology works; bound from <c>dataflow.&lt;node&gt;</c> in pipeline.json.</summary>
/// <param name="Parallelism">Items worked on at the same time, 1 or more. It changes the speed, never the result.</param>
/// <param name="Capacity">Items the node holds, waiting or in work, before those upstream wait; raised to <paramref name="Parallelism"/> when smaller.</param>
/// <param name="BatchRows">Rows a node that makes batches puts into one.</param>
/// <param name="Ordered">Whether items leave in the order they came. Only loads go without.</param>
/// <param name="Adjustable">
/// Whether <see cref="Topology.Pace"/> may change the parallelism while the node works, up to what it holds. Its items may then start in another order than they came.
/// </param>
public sealed record NodeOptions(int Parallelism = 1, int Capacity = 4, int BatchRows = 4096, bool Ordered = true, bool Adjustable = false)
{
    internal int Bound => Math.Max(Capacity, Parallelism);
}
