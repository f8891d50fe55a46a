namespace ContactSync.Generate;

/// <summary>
/// A fixed reordering of the numbers below <paramref name="count"/> that takes no memory: each row lies the same number of places further round
/// the circle.
/// </summary>
internal sealed class Shuffle(long count)
{
    private readonly long _step = Coprime(count);

    /// <summary>The place that stands in that row.</summary>
    public long PlaceAt(long row) => Times(row, _step);

    /// <summary>The row that a place stands in.</summary>
    public long RowOf(long place) => Times(place, Inverse(_step, count));

    private long Times(long value, long factor) => (long)((UInt128)value * (ulong)factor % (ulong)count);

    private static long Coprime(long count)
    {
        var step = Math.Max(1, (long)(count * 0.618_034));
        while (Divisor(step, count) > 1)
        {
            step++;
        }

        return step;
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);

    /// <summary>What undoes a multiplication by <paramref name="value"/> round the circle: Euclid's extended algorithm.</summary>
    private static long Inverse(long value, long modulus)
    {
        var (remainder, next) = (modulus, value % modulus);
        var (factor, nextFactor) = (0L, 1L);
        while (next != 0)
        {
            var quotient = remainder / next;
            (remainder, next) = (next, remainder - (quotient * next));
            (factor, nextFactor) = (nextFactor, factor - (quotient * nextFactor));
        }

        return ((factor % modulus) + modulus) % modulus;
    }
}
