using System.Globalization;

namespace ContactSync.Bench.Subjects;

/// <summary>
/// Two ways of the same work, run in turn A, B, A, B so that a neighbour's load hits both, compared by the processor time they take. On a
/// shared machine wall times swing by multiples, these ratios by tenths. Of the rounds the least time counts: a neighbour only ever adds to it.
/// </summary>
internal sealed class Ratio(string name, Func<Task<long>> numerator, Func<Task<long>> denominator, double bound, bool atLeast)
{
    private const int Rounds = 7;

    /// <summary>Runs, prints a line <c>name ratio bound ok</c>, and says whether the ratio is within its bound.</summary>
    public async Task<bool> HoldsAsync(TextWriter output)
    {
        var (above, below) = (new double[Rounds], new double[Rounds]);
        await numerator();
        await denominator();
        for (var round = 0; round < Rounds; round++)
        {
            above[round] = await SecondsAsync(numerator);
            below[round] = await SecondsAsync(denominator);
        }

        return Verdict.Say(output, name, above.Min() / below.Min(), bound, atLeast);
    }

    private static async Task<double> SecondsAsync(Func<Task<long>> work)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        if (await work() <= 0)
        {
            throw new InvalidOperationException("a subject found no rows to work on");
        }

        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}

/// <summary>One line of the quick mode.</summary>
internal static class Verdict
{
    /// <summary>Prints <c>name ratio bound ok</c>, or MISSED in place of ok; returns whether the figure is within its bound.</summary>
    public static bool Say(TextWriter output, string name, double figure, double bound, bool atLeast)
    {
        var ok = double.IsFinite(figure) && (atLeast ? figure >= bound : figure <= bound);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {figure,9:0.000} {(atLeast ? ">=" : "<=")}{bound,-8:0.###} {(ok ? "ok" : "MISSED")}"));
        return ok;
    }
}
