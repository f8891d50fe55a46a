namespace ContactSync.Dataflow;

/// <summary>
/// Reads a topology now and then while it runs, for a picture of it over time. It keeps at most <see cref="Most"/> readings: when there are more, every
/// second one goes and the pace halves, so that a run of hours costs no more than one of seconds.
/// </summary>
public sealed class FlowSampler(TimeProvider clock)
{
    /// <summary>The most readings of one topology.</summary>
    public const int Most = 240;

    private static readonly TimeSpan FirstPace = TimeSpan.FromMilliseconds(50);

    private readonly List<TopologyReading> _readings = [];

    /// <summary>The readings so far, oldest first; the last is that of the end.</summary>
    public IReadOnlyList<TopologyReading> Readings => _readings;

    /// <summary>Samples until <paramref name="run"/> ends; throws what it throws.</summary>
    public async Task WatchAsync(Topology topology, Task run)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(run);
        var pace = FirstPace;
        while (await Task.WhenAny(run, Task.Delay(pace, clock, CancellationToken.None)) != run)
        {
            _readings.Add(topology.Read());
            if (_readings.Count >= Most)
            {
                Thin();
                pace *= 2;
            }
        }

        _readings.Add(topology.Read());
        await run;
    }

    private void Thin()
    {
        var kept = _readings.Where((_, i) => i % 2 == 1).ToList();
        _readings.Clear();
        _readings.AddRange(kept);
    }
}
