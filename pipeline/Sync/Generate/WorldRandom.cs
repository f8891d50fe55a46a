namespace ContactSync.Generate;

/// <summary>
/// Random numbers that are the same on every machine and version: SplitMix64, started from a seed, a purpose and an ordinal, so that any record can be
/// made without those before it.
/// </summary>
internal struct WorldRandom(long seed, int purpose, long ordinal)
{
    private ulong _state = Scramble((ulong)seed) ^ Scramble(Scramble((ulong)purpose) + (ulong)ordinal);

    /// <summary>From 0 up to but not including <paramref name="below"/>.</summary>
    public int Next(int below) => (int)(((UInt128)Bits() * (ulong)below) >> 64);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool PerMille(int share) => Next(1000) < share;

    /// <summary>One of the values.</summary>
    public T Pick<T>(ReadOnlySpan<T> values) => values[Next(values.Length)];

    private static ulong Scramble(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }

    private ulong Bits() => Scramble(_state += 0x9E37_79B9_7F4A_7C15);
}
