namespace ContactSync.Tune;

/// <summary>What a value came to against the values in force.</summary>
public enum TuneVerdict
{
    InForce,
    Faster,
    WithinNoise,
    Slower,
    TooFewRuns,
}

/// <summary>A value and its trials, in the order they were made; a null value is what is in force.</summary>
public sealed record TuneTrial(TuneValue? Value, IReadOnlyList<TimeSpan> Times)
{
    /// <summary>The middle one, of an even number the lower of the two.</summary>
    public TimeSpan Median => Times.Order().ElementAt((Times.Count - 1) / 2);

    /// <summary>The slowest less the fastest.</summary>
    public TimeSpan Spread => Times.Max() - Times.Min();
}

/// <summary>
/// The trials of a sweep and what may be said of them. A value is faster or slower when every one of its runs was, than every run of what is in force, and the medians differ by more than
/// the larger of the two spreads and of <see cref="Least"/>; else the difference is noise, and nothing is suggested.
/// </summary>
public sealed record TuneOutcome(IReadOnlyList<TuneTrial> Trials)
{
    /// <summary>Runs of each value that are needed before anything is said.</summary>
    public const int LeastRuns = 2;

    /// <summary>The least share by which a value must be faster to be worth a change.</summary>
    public const double Least = 0.03;

    /// <summary>The trials of what is in force.</summary>
    public TuneTrial InForce => Trials.First(t => t.Value is null);

    public TuneVerdict Judge(TuneTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (trial.Value is null)
        {
            return TuneVerdict.InForce;
        }

        var known = InForce;
        if (trial.Times.Count < LeastRuns || known.Times.Count < LeastRuns)
        {
            return TuneVerdict.TooFewRuns;
        }

        var noise = new[] { trial.Spread, known.Spread, known.Median * Least }.Max();
        return trial.Times.Max() < known.Times.Min() && known.Median - trial.Median > noise ? TuneVerdict.Faster
            : trial.Times.Min() > known.Times.Max() && trial.Median - known.Median > noise ? TuneVerdict.Slower
            : TuneVerdict.WithinNoise;
    }

    /// <summary>The fastest value of each knob that is faster than what is in force.</summary>
    public IReadOnlyList<TuneTrial> Suggested =>
        [.. Trials.Where(t => Judge(t) == TuneVerdict.Faster).GroupBy(t => t.Value!.Knob).Select(knob => knob.MinBy(t => t.Median)!)];
}

/// <summary>Tries every value once a round, round after round, so that a slow minute of the machine falls on all alike, until the time is up.</summary>
public static class TuneSweep
{
    /// <param name="values">What is tried beside the values in force.</param>
    /// <param name="time">No trial but the first is begun that would, going by the longest so far, end later than this after the start; one run before them, which is thrown away, does not count.</param>
    public static async Task<TuneOutcome> RunAsync(
        IReadOnlyList<TuneValue> values, Func<TuneValue?, CancellationToken, Task<TimeSpan>> trial, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(clock);
        TuneValue?[] all = [null, .. values];
        var times = all.Select(_ => new List<TimeSpan>()).ToArray();

        // The first run of a process also compiles it, and counts for nothing.
        await trial(null, cancellationToken);
        var start = clock.GetTimestamp();
        var longest = TimeSpan.Zero;
        for (var n = 0; clock.GetElapsedTime(start) + longest < time; n = (n + 1) % all.Length)
        {
            var began = clock.GetTimestamp();
            times[n].Add(await trial(all[n], cancellationToken));
            var took = clock.GetElapsedTime(began);
            longest = took > longest ? took : longest;
        }

        return new([.. all.Zip(times, (value, of) => new TuneTrial(value, of)).Where(t => t.Times.Count > 0)]);
    }
}
