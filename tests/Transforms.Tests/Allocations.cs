namespace ContactSync.Transforms.Tests;

/// <summary>Bytes that the calling thread allocates.</summary>
internal static class Allocations
{
    /// <summary>
    /// The least of five times, after one that fills pools: a collection in between counts the unused rest of the thread's buffer (some 8 KB), and makes the shared array pool give memory
    /// back and lend new.
    /// </summary>
    public static long LeastOf(Action work)
    {
        work();
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
