using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>tune</c> was asked for.</summary>
/// <param name="Rows">Supporters of the made-up world.</param>
/// <param name="Pace">Rows a second that the sandbox works on in each job; 0 for as fast as it can.</param>
/// <param name="Out">The file for the suggestion, absolute.</param>
public sealed record TuneRequest(SyncConfig Config, TimeSpan Time, int Rows, int Pace, string Out);

/// <summary><c>tune</c>: which values of the knobs are faster on this machine.</summary>
public static class TuneVerb
{
    public static Command Create(RootOptions root, Func<TuneRequest, VerbCall, CancellationToken, Task<ExitCode>> tune)
    {
        var minutes = Whole("--minutes", "Most minutes of trials, after one that warms up; two runs of each value are needed before anything is said of it.", 3, 1, 720);
        var rows = Whole("--rows", "Supporters of the made-up world that each trial syncs, of Contacts a third; from 12,000 on creates take more than one job of 10,000 rows.", 15_000, 1_000, 5_000_000);
        var pace = Whole("--pace", "Rows a second that the sandbox works on in each job; 0 for as fast as it can. A real org takes its time, and jobs at the same time pay by that.", 5_000, 0, 10_000_000);
        var file = new Option<string>("--out") { Description = "The file for the suggestion.", HelpName = "FILE", DefaultValueFactory = _ => "tune.json" };
        return Verb.Create(
            root, "tune", "Tries parallelism, batch rows, jobs in flight and rows of a job on a sandbox of its own, and writes down what is faster. Never touches the configured org or store.",
            "contact-sync tune --minutes 5", [minutes, rows, pace, file],
            (call, cancellationToken) => tune(
                new(call.Config, TimeSpan.FromMinutes(call.Parsed.GetValue(minutes)), call.Parsed.GetValue(rows), call.Parsed.GetValue(pace), Path.GetFullPath(call.Parsed.GetRequiredValue(file))),
                call, cancellationToken));
    }

    private static Option<int> Whole(string name, string meaning, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = meaning, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(r =>
        {
            if (r.GetValue(option) is var n && (n < least || n > most))
            {
                r.AddError(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} takes {least} to {most}."));
            }
        });
        return option;
    }
}
