using ContactSync.Dataflow;

namespace ContactSync.Sync.Tests.Dataflow;

/// <summary>Numbers as sources, and runs that must end.</summary>
internal static class Sequences
{
    public static readonly NodeOptions Small = new(Parallelism: 2, Capacity: 2);

    public static readonly NodeOptions One = new(Parallelism: 1, Capacity: 1);

    public static Func<CancellationToken, IAsyncEnumerable<int>> Numbers(int count, int from = 0) => _ => Count(count, from);

    public static ValueTask<int> Same(int x, CancellationToken cancellationToken) => new(x);

    public static ValueTask Ignore(int x, CancellationToken cancellationToken) => default;

    /// <summary>The run, or a failed test where it does not end.</summary>
    public static async Task EndsAsync(this Topology topology, CancellationToken cancellationToken = default) =>
        await topology.RunAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);

    public static async Task<NodeFailedException> FailsAsync(this Topology topology) =>
        await Assert.ThrowsAsync<NodeFailedException>(() => topology.EndsAsync());

    private static async IAsyncEnumerable<int> Count(int count, int from)
    {
        for (var i = 0; i < count; i++)
        {
            yield return from + i;
            if (i % 64 == 0)
            {
                await Task.Yield();
            }
        }
    }
}
