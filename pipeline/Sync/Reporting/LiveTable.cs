using ContactSync.Dataflow;
using Spectre.Console;

namespace ContactSync.Reporting;

/// <summary>
/// Shows a topology while it runs, on standard error: on a terminal a table that refreshes and disappears, elsewhere a line now and then.
/// </summary>
public sealed class LiveTable(IAnsiConsole? terminal, TextWriter err, TimeProvider clock)
{
    private static readonly TimeSpan TablePace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePace = TimeSpan.FromSeconds(10);

    /// <summary>The table where standard error is a terminal, lines where it is not.</summary>
    public static LiveTable ForProcess(TimeProvider clock) => new(
        Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }), Console.Error, clock);

    /// <summary>Runs a topology and shows it meanwhile; ends as the topology does.</summary>
    public static Task RunAsync(Topology topology, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return ForProcess(TimeProvider.System).WatchAsync(topology, topology.RunAsync(cancellationToken));
    }

    /// <summary>Shows <paramref name="topology"/> until <paramref name="run"/> ends; throws what the run throws.</summary>
    public async Task WatchAsync(Topology topology, Task run)
    {
        ArgumentNullException.ThrowIfNull(topology);
        if (terminal is null)
        {
            while (!await EndsWithinAsync(run, LinePace))
            {
                await err.WriteLineAsync(NodeTable.Line(topology.Read()));
            }
        }
        else
        {
            await terminal.Live(NodeTable.Table(topology.Read())).AutoClear(true).StartAsync(async display =>
            {
                while (!await EndsWithinAsync(run, TablePace))
                {
                    display.UpdateTarget(NodeTable.Table(topology.Read()));
                }
            });
        }

        await run;
    }

    private async Task<bool> EndsWithinAsync(Task run, TimeSpan pace) => await Task.WhenAny(run, Task.Delay(pace, clock, CancellationToken.None)) == run;
}
