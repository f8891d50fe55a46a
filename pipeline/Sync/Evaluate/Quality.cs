namespace ContactSync.Evaluate;

/// <summary>Pairs said to be the same that are (<paramref name="Right"/>), that are not (<paramref name="Wrong"/>), and true ones not said (<paramref name="Missed"/>).</summary>
public readonly record struct Quality(long Right, long Wrong, long Missed)
{
    /// <summary>How much of what was said is true, 0 to 1; 1 where nothing was said.</summary>
    public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

    /// <summary>How much of what is true was said, 0 to 1; 1 where nothing is.</summary>
    public double Recall => Right + Missed == 0 ? 1 : (double)Right / (Right + Missed);

    /// <summary>The harmonic mean of both.</summary>
    public double F1 => Right == 0 ? 0 : 2.0 * Right / ((2 * Right) + Wrong + Missed);
}
