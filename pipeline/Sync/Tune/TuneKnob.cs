using System.Collections.Immutable;
using System.Globalization;
using ContactSync.Config;

namespace ContactSync.Tune;

/// <summary>A value of a knob that is tried: the knob, the value, and the keys of pipeline.json that are set to it.</summary>
public sealed record TuneValue(string Knob, string Value, ImmutableArray<string> Keys)
{
    public override string ToString() => $"{Knob}={Value}";
}

/// <summary>What is swept: each knob over a few values, all others as they are in force.</summary>
public static class TuneKnobs
{
    private static readonly (string Knob, string[] Keys, Func<int, long[]> Values)[] Swept =
    [
        ("dataflow.*.parallelism", ["dataflow.normalise.parallelism", "dataflow.candidates.parallelism", "dataflow.score.parallelism"], cores => [1, cores, 2 * cores]),
        ("dataflow.*.batchRows", ["dataflow.extract.batchRows", "dataflow.candidates.batchRows"], _ => [1_024, 4_096, 16_384]),
        ("load.jobsInFlight", ["load.jobsInFlight"], _ => [1, 2, 4, 8]),
        ("load.rowsPerJob", ["load.rowsPerJob"], _ => [10_000, 20_000, 100_000]),
    ];

    /// <summary>The values to try beside those in force.</summary>
    /// <param name="inForce">The effective value of a key.</param>
    /// <param name="cores">Processors of this machine.</param>
    public static IReadOnlyList<TuneValue> Values(Func<string, string> inForce, int cores)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        return
        [
            .. Swept.SelectMany(knob => knob.Values(cores).Distinct()
                .Select(value => new TuneValue(knob.Knob, value.ToString(CultureInfo.InvariantCulture), [.. knob.Keys]))
                .Where(value => value.Keys.Any(key => Resolved(inForce(key), cores) != value.Value))),
        ];
    }

    /// <summary>The keys of a configuration that a trial takes over as they are in force: what a knob trades must be weighed among the others.</summary>
    internal static bool IsTaken(ConfigEntry entry) =>
        (entry.Path.StartsWith("dataflow.", StringComparison.Ordinal) || entry.Path is "load.jobsInFlight" or "load.rowsPerJob" or "load.bytesPerJob" or "extract.pageRows" or "budget.memory" or "budget.threads")
        && entry.Value.Length > 0;

    private static string Resolved(string value, int cores) => value == "auto" ? cores.ToString(CultureInfo.InvariantCulture) : value;
}
